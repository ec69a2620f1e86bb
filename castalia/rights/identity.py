"""The signing identity: a local one made at first use, or a studio's own certificate.

The local identity is an ES256 certificate authority and one end-entity certificate under it, shaped as C2PA asks (digital
signature only, e-mail protection, subject and authority key identifiers). The authority's key is thrown away once it has
signed, so nobody can issue further certificates under it. Without a time stamp a signature holds as long as its certificate.
"""

from __future__ import annotations

import datetime
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from castalia.errors import CastaliaError
from castalia.settings import config_folder

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

CERTIFICATE_VARIABLE, KEY_VARIABLE = "CASTALIA_CERTIFICATE", "CASTALIA_KEY"
_VALID = datetime.timedelta(days=3650)
_SKEW = datetime.timedelta(days=1)
_CHAIN, _KEY = "chain.pem", "key.pem"


@dataclass(frozen=True)
class Identity:
    """A certificate chain (PEM, the signing certificate first), its private key (PEM) and the algorithm's C2PA name."""

    chain: bytes
    key: bytes
    algorithm: str = "ES256"

    @classmethod
    def local(cls) -> Identity:
        """The identity of this user on this machine: made at first use, its key readable by its owner only.

        Where the environment names a certificate and a key (CASTALIA_CERTIFICATE, CASTALIA_KEY), those are loaded instead.
        """
        given = os.environ.get(CERTIFICATE_VARIABLE), os.environ.get(KEY_VARIABLE)
        if given[0] and given[1]:
            return cls.load(Path(given[0]), Path(given[1]))
        if given[0] or given[1]:
            raise CastaliaError(
                f"a studio's certificate needs both {CERTIFICATE_VARIABLE} and {KEY_VARIABLE}; set the other"
            )
        folder = config_folder() / "identity"
        if not (folder / _KEY).exists():
            _make(folder)
        return cls.load(folder / _CHAIN, folder / _KEY)

    @classmethod
    def load(cls, certificate: Path, key: Path) -> Identity:
        """A studio's own certificate chain and private key, both PEM. Raises CastaliaError when they cannot be used."""
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization

        try:
            chain, secret = Path(certificate).read_bytes(), Path(key).read_bytes()
            certificates = x509.load_pem_x509_certificates(chain)
            private = serialization.load_pem_private_key(secret, password=None)
        except OSError as error:
            raise CastaliaError(f"the signing identity cannot be read: {error}; give paths of PEM files") from error
        except (ValueError, TypeError) as error:
            raise CastaliaError(
                f"{certificate} and {key} are no certificate chain and unencrypted private key in PEM form: {error}"
            ) from error
        if private.public_key() != certificates[0].public_key():
            raise CastaliaError(f"the key {key} does not belong to the first certificate of {certificate}")
        return cls(chain, secret, _algorithm(private))

    @property
    def anchor(self) -> str:
        """The last certificate of the chain (PEM), the one to trust."""
        marker = "-----BEGIN CERTIFICATE-----"
        return marker + self.chain.decode("ascii", "replace").split(marker)[-1]


def trust_anchors() -> str:
    """PEM certificates whose signatures count as trusted: the local identity's and every ``trusted/*.pem`` beside it."""
    folder = config_folder()
    anchors = []
    given, local = os.environ.get(CERTIFICATE_VARIABLE), folder / "identity" / _CHAIN
    for chain in ([Path(given)] if given else []) + [local]:
        if chain.is_file():
            anchors.append(Identity(chain.read_bytes(), b"").anchor)
    anchors += [path.read_text("ascii", "replace") for path in sorted(folder.glob("trusted/*.pem"))]
    return "\n".join(anchors)


def _algorithm(key: PrivateKeyTypes) -> str:
    """The C2PA name of the algorithm that a private key signs with."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    curves = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in curves:
        return curves[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "PS256"
    raise CastaliaError("this kind of private key cannot sign credentials; use ECDSA P-256, Ed25519 or RSA")


def _make(folder: Path) -> None:
    """Make the identity in a folder beside the final one and rename it, so that it is never seen half-made."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        making = Path(tempfile.mkdtemp(prefix=".identity-", dir=folder.parent))
        chain, key = _certificates()
        for name, content, mode in ((_CHAIN, chain, 0o644), (_KEY, key, 0o600)):
            with os.fdopen(os.open(making / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content)
        _settle(making, folder)
    except OSError as error:
        raise CastaliaError(
            f"the signing identity cannot be written to {folder} ({error.strerror}); "
            f"make it writable, or name your own with {CERTIFICATE_VARIABLE} and {KEY_VARIABLE}"
        ) from error


def _settle(making: Path, folder: Path) -> None:
    """Rename the finished folder; where another process was first, its identity stays and ours is dropped."""
    try:
        os.rename(making, folder)
    except OSError:
        for path in making.iterdir():
            path.unlink()
        making.rmdir()
        if not (folder / _KEY).exists():
            raise


def _certificates() -> tuple[bytes, bytes]:
    """A fresh chain and its private key, both PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    authority, signer = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = (
        _certificate("Castalia local authority", authority.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority, hashes.SHA256())
    )
    leaf = (
        _certificate("Castalia local signer", signer.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    secret = signer.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return leaf.public_bytes(pem) + root.public_bytes(pem), secret


def _certificate(common_name: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    """A certificate of the local authority, still to be given its purpose and signed."""
    from cryptography import x509

    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(_name("Castalia local authority"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Castalia, local identity"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    """A key usage extension with only the named uses."""
    from cryptography import x509

    uses = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only"
    )
    return x509.KeyUsage(**{use: allowed.get(use, False) for use in uses.split()})
