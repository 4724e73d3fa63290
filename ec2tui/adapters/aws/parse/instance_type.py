"""Instance types."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.key import Key


def instance_type(document: Document, account: str, region: str) -> InstanceType:
    """One type (shape InstanceTypeInfo), keyed by its name.

    `gpu_memory` is the total in MiB, `storage` the total instance store in GB, `nvme` EBS's NVMe support.
    """
    network: Document = document.get("NetworkInfo", {})
    gpu: Document = document.get("GpuInfo", {})
    gpus: list[Document] = gpu.get("Gpus", [])
    return InstanceType(
        key=Key(account, region, document["InstanceType"]),
        vcpus=document.get("VCpuInfo", {}).get("DefaultVCpus", 0),
        memory=document.get("MemoryInfo", {}).get("SizeInMiB", 0),
        architectures=tuple(document.get("ProcessorInfo", {}).get("SupportedArchitectures", ())),
        current_generation=document.get("CurrentGeneration", True),
        bare_metal=document.get("BareMetal", False),
        burstable=document.get("BurstablePerformanceSupported", False),
        hypervisor=document.get("Hypervisor") or None,
        network=network.get("NetworkPerformance", ""),
        gpus=sum(item.get("Count", 0) for item in gpus),
        gpu_name=" ".join(filter(None, (gpus[0].get("Manufacturer"), gpus[0].get("Name")))) if gpus else "",
        gpu_memory=gpu.get("TotalGpuMemoryInMiB", 0),
        storage=document.get("InstanceStorageInfo", {}).get("TotalSizeInGB", 0),
        ena=network.get("EnaSupport", ""),
        nvme=document.get("EbsInfo", {}).get("NvmeSupport", ""),
        boot_modes=tuple(document.get("SupportedBootModes", ())),
        auto_recovery=document.get("AutoRecoverySupported"),
    )
