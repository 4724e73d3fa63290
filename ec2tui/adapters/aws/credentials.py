"""A session of botocore with resolved credentials: AWS's own chain, run where it may block.

Nothing here writes or logs a credential.
"""

import asyncio
import concurrent.futures
import logging
import os
import subprocess
import threading
from datetime import datetime
from functools import partial
from typing import Any

from botocore import exceptions as boto
from botocore.session import Session

from ec2tui.adapters.aws.errors import AWS_ERRORS, classify
from ec2tui.adapters.aws.place import Place
from ec2tui.adapters.aws.profiles import chosen_profile, profile_names
from ec2tui.adapters.aws.regions import Regions, read_regions
from ec2tui.adapters.aws.service_models import read_fast
from ec2tui.adapters.aws.worker import on_thread
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import AskSecret

OPERATION = "sts:credentials"
IMDS = {"metadata_service_timeout": 1, "metadata_service_num_attempts": 1}
"""Seconds and tries for the metadata service, unless the user's configuration says otherwise."""

QUIET = ("botocore", "urllib3")
"""Loggers whose DEBUG level prints requests, and with them session tokens."""


class MfaDeclinedError(Exception):
    """The user gave no MFA code."""


class Login:
    """A session with its credentials; `expires_at` in epoch seconds, None when they do not say."""

    def __init__(
        self,
        session: Any,
        credentials: Any,
        profile: str,
        access_key_id: str,
        region: str | None,
        regions: Regions | None = None,
    ) -> None:
        self.session = session
        self.profile = profile
        self.access_key_id = access_key_id
        self.region = region
        self.regions = regions or Regions()
        self.method: str = credentials.method or ""
        self._credentials = credentials

    @property
    def expires_at(self) -> float | None:
        """When the credentials end; follows botocore's own refreshes."""
        moment = getattr(self._credentials, "_expiry_time", None)
        return moment.timestamp() if isinstance(moment, datetime) else None

    def frozen(self) -> Any:
        """The credentials as they are now, renewed when it is time; may block, and raise what AWS raises."""
        return self._credentials.get_frozen_credentials()


class Prompter:
    """botocore's synchronous prompter, which waits for answers of `ask` from the loop it was made on."""

    def __init__(self, ask: AskSecret) -> None:
        self._ask = ask
        self._loop = asyncio.get_running_loop()
        self._open: set[asyncio.Task[Any]] = set()
        self._withdrawn = False

    def __call__(self, text: str) -> str:
        """The answer; raises MfaDeclinedError when there is none. Not to be called on the loop."""
        try:
            answer = asyncio.run_coroutine_threadsafe(self._question(text), self._loop).result()
        except concurrent.futures.CancelledError:
            answer = None
        if not answer or not answer.strip():
            raise MfaDeclinedError
        return answer.strip()

    def withdraw(self) -> None:
        """Takes back what is still being asked, and asks nothing any more; to be called on the loop."""
        self._withdrawn = True
        for task in self._open:
            task.cancel()

    async def _question(self, text: str) -> str | None:
        if self._withdrawn:
            return None
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            return await self._ask(text)
        finally:
            self._open.discard(task)


class Children:
    """The programs that tell credentials; `end` ends those that nobody waits for, and lets none start."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self._ended = False
        self._changing = threading.Lock()

    def start(self, argv: list[str], **pipes: Any) -> "subprocess.Popen[bytes]":
        """Starts a program that has nothing to read."""
        with self._changing:
            if self._ended:
                raise OSError("the connection was given up")
            child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, **pipes)
            self._started.append(child)
            return child

    def end(self) -> None:
        """Ends those that are still running; whoever started one takes note of its end."""
        with self._changing:
            self._ended = True
            for child in self._started:
                child.kill()


def silence() -> None:
    """Switches the libraries' DEBUG off in this process, and keeps their warnings off the screen.

    Their DEBUG tells replies whole, private keys and password data among them: no part of them may have it.
    """
    for name, known in logging.root.manager.loggerDict.items():
        if name.startswith(tuple(f"{one}." for one in QUIET)) and isinstance(known, logging.Logger):
            known.setLevel(max(known.level, logging.INFO) if known.level else logging.NOTSET)
    for name in QUIET:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)
        elif logger.level == logging.NOTSET:
            logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


async def log_in(profile: str | None, ask: AskSecret, region: str | None) -> Login | Problem:
    """Resolves the credentials of a profile on a thread of its own; `ask` runs on the caller's loop."""
    silence()
    name = chosen_profile(profile)
    if profile == "default" and "default" not in profile_names():
        profile = None
    prompt, children = Prompter(ask), Children()
    place = Place(name)
    try:
        return await on_thread(lambda: _resolve(profile, name, prompt, children, region))
    except MfaDeclinedError:
        message = "no MFA code was given"
        return Problem(Outcome.NO_CREDENTIALS, OPERATION, message, hint="connect again and enter the code")
    except AWS_ERRORS as error:
        return classify(error, OPERATION, place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        return _broken_source(error, name)
    finally:
        prompt.withdraw()
        children.end()


def _broken_source(error: Exception, name: str) -> Problem:
    """A credential source that broke in its own way: a missing program, an unreadable file, odd output."""
    message = f"{type(error).__name__}: {error}"
    hint = f"run the credential source of profile {name} by hand, and mend it"
    return Problem(Outcome.NO_CREDENTIALS, OPERATION, " ".join(message.split()), hint=hint)


def _resolve(
    profile: str | None, name: str, prompt: Prompter, children: Children, region: str | None
) -> Login:
    session = Session(profile=profile)
    models = session.get_component("data_loader")
    read_fast(models)
    models.load_service_model("ec2", "service-2")
    for variable, value in IMDS.items():
        if session.get_config_variable(variable) is None:
            session.set_config_variable(variable, value)
    chain = session.get_component("credential_provider")
    chain.get_provider("assume-role")._prompter = prompt
    process = chain.get_provider("custom-process")
    process._popen = children.start
    credentials = session.get_credentials()
    if credentials is None:
        raise boto.NoCredentialsError
    frozen = credentials.get_frozen_credentials()
    process._popen = partial(subprocess.Popen, stdin=subprocess.DEVNULL)
    home = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")
    return Login(session, credentials, name, frozen.access_key, home, read_regions(session))
