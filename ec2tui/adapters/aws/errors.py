"""Every error of AWS, of the network and of the credentials, classified once into a Problem."""

import re

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from ec2tui.adapters.aws.error_codes import BY_CODE, BY_STATUS, PATTERNS
from ec2tui.adapters.aws.parse.xml_text import DamagedReplyError
from ec2tui.adapters.aws.place import Place
from ec2tui.core.model.problem import Outcome, Problem


class UnknownOperationError(Exception):
    """The installed botocore knows no such operation of the service."""


class GatewayClosedError(Exception):
    """The gateway was closed, as when another profile is chosen, and makes no more calls."""


AWS_ERRORS = (
    boto.BotoCoreError,
    boto.ClientError,
    ResponseParserError,
    DamagedReplyError,
    UnknownOperationError,
    GatewayClosedError,
)
"""What a call to AWS may raise and `classify` knows."""

_NOT_OF_AWS = "the reply is cut short, or from a proxy or a sign-in page instead of AWS; try again"

CLASSES: tuple[tuple[type[Exception], Outcome, str], ...] = (
    (GatewayClosedError, Outcome.UNREACHABLE, "connect again"),
    (UnknownOperationError, Outcome.INVALID, "this version of botocore does not know the operation"),
    (DamagedReplyError, Outcome.UNREACHABLE, _NOT_OF_AWS),
    (ResponseParserError, Outcome.UNREACHABLE, _NOT_OF_AWS),
    (
        boto.ReadTimeoutError,
        Outcome.UNREACHABLE,
        "{place} did not answer in time; try again, or check the network",
    ),
    (boto.ConnectTimeoutError, Outcome.UNREACHABLE, "no connection to {place}: check network, VPN and proxy"),
    (boto.ProxyConnectionError, Outcome.UNREACHABLE, "check HTTPS_PROXY and NO_PROXY"),
    (boto.InvalidProxiesConfigError, Outcome.INVALID, "check HTTPS_PROXY and the proxy's certificates"),
    (
        boto.SSLError,
        Outcome.UNREACHABLE,
        "the certificate was not accepted: check AWS_CA_BUNDLE and the proxy",
    ),
    (boto.ConnectionClosedError, Outcome.UNREACHABLE, "the connection broke; try again"),
    (boto.EndpointConnectionError, Outcome.UNREACHABLE, "{connection}"),
    (boto.HTTPClientError, Outcome.UNREACHABLE, "check network, VPN and proxy"),
    (boto.IncompleteReadError, Outcome.UNREACHABLE, "the reply was cut short; try again"),
    (boto.ChecksumError, Outcome.UNREACHABLE, "the reply was damaged on its way; try again"),
    (boto.UnauthorizedSSOTokenError, Outcome.EXPIRED, "aws sso login --profile {profile}"),
    (boto.SSOTokenLoadError, Outcome.EXPIRED, "aws sso login --profile {profile}"),
    (boto.TokenRetrievalError, Outcome.EXPIRED, "aws sso login --profile {profile}"),
    (boto.SSOError, Outcome.EXPIRED, "aws sso login --profile {profile}"),
    (boto.RefreshWithMFAUnsupportedError, Outcome.EXPIRED, "renew the credentials: a new MFA code is needed"),
    (boto.LoginInsufficientPermissions, Outcome.DENIED, "the principal needs signin:CreateOAuth2Token"),
    (boto.LoginError, Outcome.EXPIRED, "aws login --profile {profile}"),
    (
        boto.ProfileNotFound,
        Outcome.NO_CREDENTIALS,
        "choose another profile, or: aws configure --profile {profile}",
    ),
    (
        boto.NoCredentialsError,
        Outcome.NO_CREDENTIALS,
        "set AWS_PROFILE, or: aws configure; or try: ec2tui demo",
    ),
    (
        boto.PartialCredentialsError,
        Outcome.NO_CREDENTIALS,
        "complete the keys: aws configure --profile {profile}",
    ),
    (boto.ConfigParseError, Outcome.NO_CREDENTIALS, "mend the file named above"),
    (boto.ConfigNotFound, Outcome.NO_CREDENTIALS, "check AWS_CONFIG_FILE"),
    (boto.InvalidConfigError, Outcome.NO_CREDENTIALS, "mend profile {profile} in the shared configuration"),
    (
        boto.UnknownCredentialError,
        Outcome.NO_CREDENTIALS,
        "mend profile {profile} in the shared configuration",
    ),
    (boto.MissingDependencyException, Outcome.NO_CREDENTIALS, "this way to log in needs botocore[crt]"),
    (
        boto.CredentialRetrievalError,
        Outcome.NO_CREDENTIALS,
        "run profile {profile}'s credential source by hand",
    ),
    (boto.MetadataRetrievalError, Outcome.NO_CREDENTIALS, "the metadata service gave no credentials"),
    (boto.NoAuthTokenError, Outcome.NO_CREDENTIALS, "aws sso login --profile {profile}"),
    (boto.NoRegionError, Outcome.INVALID, "choose a region: --region or AWS_REGION"),
    (boto.InvalidRegionError, Outcome.INVALID, "that is no region's name"),
    (boto.BaseEndpointResolverError, Outcome.INVALID, "the service is not in {place}"),
    (boto.EndpointProviderError, Outcome.INVALID, "check the region and AWS_ENDPOINT_URL"),
    (boto.DataNotFoundError, Outcome.INVALID, "this version of botocore does not know the service"),
    (boto.ParamValidationError, Outcome.INVALID, "the request itself is not valid"),
    (boto.ValidationError, Outcome.INVALID, "the request itself is not valid"),
)
"""Exceptions of the libraries → outcome and hint; the first that fits counts, so subclasses come first."""

_HINTS = {
    Outcome.DENIED: "the principal needs {operation}, or the service denies it by policy",
    Outcome.THROTTLED: "AWS limits the rate of requests here; it passes in a minute",
    Outcome.NOT_FOUND: "it is gone, or in another region or account",
    Outcome.IN_USE: "its present state or something that uses it forbids this",
    Outcome.INVALID: "AWS does not accept the request",
    Outcome.UNREACHABLE: "AWS itself failed; it mostly passes in a minute",
}
_SKEW = re.compile(r"TooSkewed|InTheFuture|Signature (expired|not yet current)|clock|skew", re.IGNORECASE)


def classify(error: Exception, operation: str, place: Place) -> Problem:
    """The problem that an exception of AWS_ERRORS stands for; `operation` is `ec2:DescribeInstances`."""
    if isinstance(error, boto.ClientError):
        return _of_reply(error, operation, place)
    for kind, outcome, hint in CLASSES:
        if isinstance(error, kind):
            told = hint.format(
                profile=place.profile,
                place=place.region or "the endpoint",
                connection=place.connection_hint if "{connection}" in hint else "",
            )
            return Problem(outcome, operation, _words(error), hint=told)
    return Problem(Outcome.UNKNOWN, operation, _words(error))


def code_of(error: Exception) -> str:
    """AWS's error code, empty when the error did not come from AWS."""
    if not isinstance(error, boto.ClientError):
        return ""
    return (
        str(error.response.get("Error", {}).get("Code") or "").removeprefix("Client.").removeprefix("Server.")
    )


def outcome_of(code: str, status: int, message: str) -> Outcome:
    """The outcome of an error reply: by code, then by the shape of the code, then by HTTP status."""
    if code == "AuthFailure" and "not authorized" in message.lower():
        return Outcome.DENIED
    known = BY_CODE.get(code)
    if known is Outcome.WRONG_KEYS and _SKEW.search(message):
        return Outcome.EXPIRED
    if known is not None:
        return known
    for pattern, outcome in PATTERNS:
        if pattern.search(code):
            return outcome
    if status >= 500:
        return Outcome.UNREACHABLE
    return BY_STATUS.get(status, Outcome.UNKNOWN)


def retriable(error: Exception) -> bool:
    """Whether asking again at once may help: throttled, AWS's own failure, a broken or damaged reply.

    Not so a timeout or a refused connection: those have taken their time, or will be the same at once.
    """
    if isinstance(error, boto.ClientError):
        status = _status(error)
        return outcome_of(code_of(error), status, "") in (Outcome.THROTTLED, Outcome.UNREACHABLE)
    return isinstance(
        error, boto.ConnectionClosedError | boto.IncompleteReadError | ResponseParserError | DamagedReplyError
    )


_NEVER_LEFT = (
    boto.ConnectTimeoutError,
    boto.EndpointConnectionError,
    boto.ProxyConnectionError,
    boto.SSLError,
)
"""Errors of making a connection: nothing was sent."""


def may_have_happened(error: Exception) -> bool:
    """Whether a write that ended in this error may still have been done by AWS."""
    if isinstance(error, boto.ClientError):
        code, status = code_of(error), _status(error)
        return outcome_of(code, status, "") is Outcome.UNREACHABLE
    if isinstance(error, _NEVER_LEFT):
        return False
    return isinstance(
        error, boto.HTTPClientError | boto.IncompleteReadError | ResponseParserError | DamagedReplyError
    )


def never_answered(error: Exception) -> bool:
    """Whether nothing came back at all, so that the reason lies on the way and not in what was asked."""
    return isinstance(error, boto.HTTPClientError)


_PARTITIONS = (
    ("us-gov-", "AWS GovCloud (US)"),
    ("cn-", "AWS China"),
    ("us-iso", "an AWS isolated partition"),
    ("eu-isoe-", "an AWS isolated partition"),
    ("eusc-", "the AWS European Sovereign Cloud"),
)
"""How the regions of the partitions beside `aws` begin."""


def not_enabled(region: str) -> str:
    """The hint for a region that refuses what other regions accept.

    Keys are of one partition (ARNs and AWS partitions, AWS General Reference): those of the others know
    nothing of them.
    """
    for prefix, partition in _PARTITIONS:
        if region.startswith(prefix):
            return f"{region} is of {partition}, which has accounts and keys of its own: use a profile of one"
    return f"{region} is not enabled for the account: enable it, or leave it out (--region)"


def _status(error: boto.ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)


def _words(error: Exception) -> str:
    """The library's text in one line; a parser's text quotes the whole reply and is left out."""
    if isinstance(error, ResponseParserError):
        return "the reply is cut short or not what AWS sends"
    return " ".join(str(error).split())


def _of_reply(error: boto.ClientError, operation: str, place: Place) -> Problem:
    code = code_of(error)
    message = str(error.response.get("Error", {}).get("Message") or "")
    outcome = outcome_of(code, _status(error), message)
    return Problem(
        outcome=outcome,
        operation=operation,
        message=message or code or f"HTTP status {_status(error)}, with no reason given",
        code=code,
        hint=_hint(outcome, code, message, operation, place),
        request_id=str(error.response.get("ResponseMetadata", {}).get("RequestId") or ""),
    )


def _hint(outcome: Outcome, code: str, message: str, operation: str, place: Place) -> str:
    region = place.region or "this region"
    if outcome is Outcome.EXPIRED:
        skewed = _SKEW.search(code) or _SKEW.search(message)
        return "this machine's clock is wrong: set it" if skewed else place.renewal
    if outcome is Outcome.WRONG_KEYS:
        return f"AWS does not accept those of {place.credentials}: {place.mend_keys}"
    if code == "OptInRequired" and "marketplace" in message.lower():
        return "accept the product's terms in AWS Marketplace first, at the address that AWS names"
    if code in ("OptInRequired", "RegionDisabledException"):
        return not_enabled(region)
    if code == "OperationNotPermitted":
        return "it is protected: take the protection off first"
    if code == "InsufficientFreeAddressesInSubnet":
        return "the subnet is full: choose another one"
    if code.startswith("Insufficient"):
        return "AWS has no capacity for it there now: try another zone or type"
    if code in ("VcpuLimitExceeded", "MaxSpotInstanceCountExceeded", "InstanceLimitExceeded"):
        return "the account's quota for such instances is used up: ask for more in Service Quotas"
    if code.endswith("LimitExceeded") and outcome is Outcome.INVALID:
        return "a quota of the account is used up"
    return _HINTS.get(outcome, "").format(operation=operation)
