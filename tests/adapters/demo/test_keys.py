import base64
import hashlib
import stat

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from .conftest import Account


def pairs(digest: str) -> str:
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def sha1_of_private(key: object) -> str:
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    return pairs(hashlib.sha1(der).hexdigest())


def md5_of_public(key: object) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return pairs(hashlib.md5(der).hexdigest())


def test_private_halves_lie_in_the_directory_for_their_owner_only(account: Account) -> None:
    keys = account.demo.keys_directory
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    found = sorted(keys.iterdir())
    assert [path.stem for path in found] == [
        "alice-laptop", "analytics", "prod-ops", "staging-ed25519", "windows-admin",
    ]  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}


def test_fingerprints_are_awss_and_public_keys_match(account: Account) -> None:
    found = {one["KeyName"]: one for one in account.ec2.describe_key_pairs(IncludePublicKey=True)["KeyPairs"]}
    directory = account.demo.keys_directory
    ops = load_pem_private_key((directory / "prod-ops.pem").read_bytes(), None)
    assert found["prod-ops"]["KeyFingerprint"] == sha1_of_private(ops)
    public = load_ssh_public_key(found["prod-ops"]["PublicKey"].encode())
    assert public.public_numbers() == ops.public_key().public_numbers()  # type: ignore[union-attr]
    laptop = load_pem_private_key((directory / "alice-laptop.pem").read_bytes(), None)
    assert found["alice-laptop"]["KeyFingerprint"] == md5_of_public(laptop.public_key())
    edwards = load_ssh_private_key((directory / "staging-ed25519.pem").read_bytes(), None)
    wire = edwards.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1]
    digest = hashlib.sha256(base64.b64decode(wire)).digest()
    assert found["staging-ed25519"]["KeyFingerprint"] == base64.b64encode(digest).decode()


def test_new_pairs_have_awss_fingerprints_too(account: Account) -> None:
    made = account.ec2.create_key_pair(KeyName="fresh")
    key = load_pem_private_key(made["KeyMaterial"].encode(), None)
    assert made["KeyFingerprint"] == sha1_of_private(key)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    again = account.ec2.import_key_pair(KeyName="fresh-imported", PublicKeyMaterial=public)
    assert again["KeyFingerprint"] == md5_of_public(key.public_key())
    for name in ("fresh", "fresh-imported"):
        account.ec2.delete_key_pair(KeyName=name)


def test_windows_passwords_decrypt_with_the_pairs_key(account: Account) -> None:
    seen = set()
    key = load_pem_private_key((account.demo.keys_directory / "windows-admin.pem").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    for name, region in (("ad-controller-01", "eu-west-1"), ("bi-gateway", "us-east-1")):
        ec2 = account.client("ec2", region)
        data = ec2.get_password_data(InstanceId=account.id(name, region=region))["PasswordData"]
        clear = key.decrypt(base64.b64decode(data.strip(), validate=True), padding.PKCS1v15()).decode()
        assert len(clear) == 24
        seen.add(clear)
        again = ec2.get_password_data(InstanceId=account.id(name, region=region))["PasswordData"]
        assert again == data
    assert len(seen) == 2


def test_linux_and_young_instances_have_no_password(account: Account) -> None:
    ec2 = account.ec2
    assert ec2.get_password_data(InstanceId=account.id("bastion"))["PasswordData"] == ""
    one = account.running(ImageId=account.id("windows-2022", "image"), KeyName="windows-admin")
    assert ec2.get_password_data(InstanceId=one)["PasswordData"] == ""
    account.control("advance?seconds=300")
    assert len(ec2.get_password_data(InstanceId=one)["PasswordData"]) > 300


def test_the_console_tells_host_keys_that_are_the_instances_own(account: Account) -> None:
    def host_keys(name: str) -> list[str]:
        output = account.ec2.get_console_output(InstanceId=account.id(name))["Output"]
        block = output.split("-----BEGIN SSH HOST KEY KEYS-----")[1].split("-----END SSH")[0]
        return [line for line in block.splitlines() if line]

    bastion, other = host_keys("bastion"), host_keys("prometheus")
    assert [line.split()[0] for line in bastion] == ["ssh-ed25519", "ecdsa-sha2-nistp256"]
    assert not set(bastion) & set(other)
    assert bastion == host_keys("bastion")
    for line in bastion:
        load_ssh_public_key(line.encode())


def test_a_young_instance_has_no_console_output_yet(account: Account) -> None:
    one = account.running()
    assert "Output" not in account.ec2.get_console_output(InstanceId=one)
    account.control("advance?seconds=60")
    assert "SSH HOST KEY KEYS" in account.ec2.get_console_output(InstanceId=one)["Output"]
