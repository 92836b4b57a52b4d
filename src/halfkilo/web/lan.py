"""The site in one's own four walls: a small certificate authority of this machine, so that a tablet has a secure page
(camera and wake lock need one), and a QR code to find it.

The authority can vouch for private addresses and `.local` names only, so that trusting it opens no other door.
"""

from __future__ import annotations

import io
import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
LEAF_DAYS = 397
"""Browsers accept no longer life of a server's certificate than 398 days."""
RENEW_DAYS = 30

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
           "fc00::/7", "fe80::/10", "::1/128")


@dataclass(frozen=True)
class Papers:
    """Files of the server's certificate (with its authority) and its key."""

    certificate: Path
    key: Path


def authority_file(data: Path) -> Path:
    """The certificate that a tablet is asked to trust."""
    return data / "lan" / "authority.crt"


def papers(data: Path, addresses: list[str]) -> Papers:
    """A certificate for these addresses and names: made at first use, again when they change or its time is nearly over."""
    folder = data / "lan"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = Papers(folder / "site.crt", folder / "site.key")
    if not _still_good(found, addresses):
        _issue(folder, found, addresses)
    return found


def own_addresses() -> list[str]:
    """This machine's address in the home network, as others would reach it; empty without a network, or when the address is
    none that the authority may vouch for."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address; a datagram socket sends nothing by connecting
            found = str(probe.getsockname()[0])
        except OSError:
            return []
    address = ipaddress.ip_address(found)
    return [found] if not address.is_loopback and any(address in ipaddress.ip_network(one) for one in PRIVATE) else []


def qr_svg(address: str) -> str:
    """The address as a QR code; colours are left to the page."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=8, border=4, dark="#111719", light="#ffffff", xmldecl=False)
    return out.getvalue().decode()


def qr_text(address: str) -> str:
    """The address as a QR code for a terminal."""
    out = io.StringIO()
    segno.make(address, error="l").terminal(out, compact=True)
    return out.getvalue()


def _still_good(found: Papers, addresses: list[str]) -> bool:
    if not (found.certificate.exists() and found.key.exists()):
        return False
    leaf = x509.load_pem_x509_certificate(found.certificate.read_bytes())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    listed = {str(name.value) for name in names}
    return set(addresses) <= listed and leaf.not_valid_after_utc > datetime.now(UTC) + timedelta(days=RENEW_DAYS)


def _issue(folder: Path, wanted: Papers, addresses: list[str]) -> None:
    authority, authority_key = _authority(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    leaf = (_builder(_name("halfkilo on this machine"), authority.subject, key, now, LEAF_DAYS)
            .add_extension(x509.SubjectAlternativeName([_general(one) for one in addresses]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
            .sign(authority_key, hashes.SHA256()))
    _save_key(wanted.key, key)
    wanted.certificate.write_bytes(_pem(leaf) + _pem(authority))


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate, key_file = folder / "authority.crt", folder / "authority.key"
    if certificate.exists() and key_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(certificate.read_bytes()), key
    fresh = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"halfkilo at home ({socket.gethostname()[:30]})")
    made = (_builder(name, name, fresh, datetime.now(UTC), AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_only_private(), critical=True)
            .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(fresh.public_key()), critical=False)
            .sign(fresh, hashes.SHA256()))
    _save_key(key_file, fresh)
    certificate.write_bytes(_pem(made))
    return made, fresh


def _only_private() -> x509.NameConstraints:
    networks: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(one)) for one in PRIVATE]
    return x509.NameConstraints([*networks, x509.DNSName("local"), x509.DNSName("localhost")], None)


def _builder(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int,
) -> x509.CertificateBuilder:
    return (x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days)))


def _general(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _save_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    data = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
