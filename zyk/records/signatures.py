"""Signed statements (xAPI 1.0.3, part 2, 2.6; the same in 2.0): a JSON web signature of the statement, attached."""

from collections.abc import Mapping
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_der_x509_certificate
from jwt.api_jws import PyJWS
from jwt.utils import base64url_decode

from zyk.records.comparison import same
from zyk.records.refusals import NotAStatement
from zyk.records.validation import SIGNATURE, Checked

ALGORITHMS = ["RS256", "RS384", "RS512"]
_jws = PyJWS(algorithms=ALGORITHMS)


def verify(checked: Checked, files: Mapping[str, bytes]) -> None:
    """Raises NotAStatement when a signature is not one of this statement. Whose the certificate is, is for the
    reader to judge; that it made the signature is checked here."""
    for number, attachment in enumerate(checked.statement.attachments or []):
        if attachment.usage_type != SIGNATURE:
            continue
        place = f"attachments[{number}]"
        if attachment.content_type != "application/octet-stream":
            raise NotAStatement(f"{place}.contentType", "a signature is application/octet-stream")
        token = files.get(attachment.sha2.lower())
        if token is None:
            raise NotAStatement(place, "a signature must come along with its statement")
        _verify(checked, token, place)


def _verify(checked: Checked, token: bytes, place: str) -> None:
    try:
        unchecked = _jws.decode_complete(token, options={"verify_signature": False})
        header: dict[str, Any] = unchecked["header"]
        if header.get("alg") not in ALGORITHMS:
            raise NotAStatement(place, f"a signature is made by {', '.join(ALGORITHMS)}")
        chain = header.get("x5c")
        if chain:
            certificate = load_der_x509_certificate(base64url_decode(chain[0].replace("+", "-").replace("/", "_")))
            key = certificate.public_key()
            if not isinstance(key, RSAPublicKey):
                raise NotAStatement(place, "the certificate's key is not an RSA key")
            _jws.decode(token, key, algorithms=[header["alg"]])
        payload = unchecked["payload"]
        if not same(_unsigned(checked.original), payload, with_id=True):
            raise NotAStatement(place, "what is signed is not this statement")
    except NotAStatement:
        raise
    except (jwt.PyJWTError, msgspec.DecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotAStatement(place, f"is not a JSON web signature of this statement: {error}") from error


def _unsigned(original: bytes) -> bytes:
    """The statement as it was before the signature was attached."""
    statement = msgspec.json.decode(original)
    others = [one for one in statement.pop("attachments", []) if one["usageType"] != SIGNATURE]
    if others:
        statement["attachments"] = others
    return msgspec.json.encode(statement)
