"""What AWS answers to a request that it does not accept as signed, in the words of the service."""

from enum import Enum

from ec2tui.adapters.demo.error_replies import Protocol, Reply, error_reply
from ec2tui.adapters.demo.errors import AwsError


class Why(Enum):
    """What is wrong with a request's credentials."""

    UNSIGNED = "no signature"
    UNKNOWN_KEY = "nobody has this access key, or it does not count in the region"
    WRONG_SIGNATURE = "another secret key, or changed on its way"
    NO_SUCH_REGION = "scoped to a region that does not exist"


_INVALID_TOKEN = "The security token included in the request is invalid."  # noqa: S105 (AWS's sentence)
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details."
)
_MISSING = "Request is missing Authentication Token"
_NOT_VALIDATED = "AWS was not able to validate the provided access credentials"
_QUERY = {
    Why.UNSIGNED: ("MissingAuthenticationToken", _MISSING),
    Why.UNKNOWN_KEY: ("InvalidClientTokenId", _INVALID_TOKEN),
    Why.WRONG_SIGNATURE: ("SignatureDoesNotMatch", _MISMATCH),
    Why.NO_SUCH_REGION: ("SignatureDoesNotMatch", ""),
}
_JSON = {
    Why.UNSIGNED: ("MissingAuthenticationTokenException", _MISSING),
    Why.UNKNOWN_KEY: ("UnrecognizedClientException", _INVALID_TOKEN),
    Why.WRONG_SIGNATURE: ("InvalidSignatureException", _MISMATCH),
    Why.NO_SUCH_REGION: ("InvalidSignatureException", ""),
}
_STATUS = {Protocol.EC2: 401, Protocol.QUERY: 403, Protocol.REST_JSON: 403}


def refuse(why: Why, protocol: Protocol, region: str) -> Reply:
    """The refusal of a request that was signed for this region."""
    if protocol is Protocol.EC2:
        code, message = "AuthFailure", "" if why is Why.NO_SUCH_REGION else _NOT_VALIDATED
    else:
        code, message = (_QUERY if protocol is Protocol.QUERY else _JSON)[why]
    place = f"Credential should be scoped to a valid region, not '{region}'."
    return error_reply(protocol, AwsError(code, message or place, _STATUS.get(protocol, 400)))
