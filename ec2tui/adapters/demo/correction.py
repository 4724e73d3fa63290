"""What a correction is: how moto's answers to some operations are made to follow AWS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ec2tui.adapters.demo.world import World

EVERY = "*"
"""Stands for every operation of the service."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way through the endpoint."""

    operation: str
    response: Any
    model: Any
    world: World

    def param(self, name: str, default: Any = None) -> Any:
        """A parameter by the name that botocore's model gives it, dots leading inwards."""
        return self.response._get_param(name, default)

    @property
    def service(self) -> str:
        """The service, by botocore's name."""
        return str(self.response.service_name)

    @property
    def region(self) -> str:
        """The region that the request was signed for."""
        return str(self.response.region)

    @property
    def backend(self) -> Any:
        """Moto's EC2 of this region."""
        return self.response.ec2_backend

    @property
    def filters(self) -> dict[str, list[str]]:
        """The request's filters by name."""
        given = self.param("Filters", []) or self.param("Filter", [])
        return {one["Name"]: [str(value) for value in one.get("Values", [])] for one in given}


Before = Callable[[Call], Mapping[str, Any] | None]
Instead = Callable[[Call], Mapping[str, Any]]
After = Callable[[Call, Any], Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """One difference between moto and AWS, and the functions that remove it.

    `before` may raise an AwsError, or return a payload that is the answer; `instead` answers in moto's
    place with a payload of the model's own member names; `after` changes the payload; `install` patches
    moto once, when the endpoint starts.
    """

    name: str
    moto: str
    aws: str
    service: str = "ec2"
    before: Mapping[str, Before] = field(default_factory=dict)
    instead: Mapping[str, Instead] = field(default_factory=dict)
    after: Mapping[str, After] = field(default_factory=dict)
    install: Callable[[World], None] | None = None


class Own(dict[str, Any]):
    """A payload that an `after` function has written anew in the model's member names."""
