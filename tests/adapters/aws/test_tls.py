"""Connections over TLS: one context for all clients, and certificates that are not accepted."""

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from tests.adapters.aws.endpoint import collect, connect, instances, read_of

HOST = ipaddress.ip_address("127.0.0.1")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the key and the certificate of 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def address(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", instances("i-1"))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_bundle_that_is_named_is_read_once_for_all_clients(address, certificate, monkeypatch):
    read: list[str] = []
    load = ssl.SSLContext.load_verify_locations

    def counted(self, cafile=None, capath=None, cadata=None):
        read.append(str(cafile or capath))
        return load(self, cafile, capath, cadata)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    gateway = await connect(address)
    for region in ("us-east-1", "eu-west-1"):
        items, problem = await collect(gateway, read_of(Kind.INSTANCES, region=region))
        assert problem is None and len(items) == 1
    await gateway.aclose()
    assert read == [str(certificate)]


async def test_a_certificate_that_nobody_vouches_for_is_refused(address):
    gateway = await connect(address)
    items, problem = await collect(gateway, read_of(Kind.INSTANCES))
    await gateway.aclose()
    assert items == []
    assert problem is not None and problem.outcome is Outcome.UNREACHABLE
    assert "AWS_CA_BUNDLE" in problem.hint
