"""RSA keys that the seed decides, made in a process of its own while moto is imported."""

import json
import math
import os
import subprocess
import sys
from functools import cache
from random import Random

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ec2tui.adapters.demo.chance import chance

NAMES = ("prod-ops", "windows-admin", "alice-laptop")
"""The pairs that are RSA; each takes half a second of pure Python when its primes must be looked for."""

FOUND = {
    7: {"prod-ops": (905, 970), "windows-admin": (299, 358), "alice-laptop": (266, 224)},
}
"""How far from where the search begins the two primes of a pair lie, in odd numbers, for the usual seed."""


@cache
def _small_primes() -> tuple[int, ...]:
    return tuple(n for n in range(3, 20000, 2) if all(n % d for d in range(3, math.isqrt(n) + 1, 2)))


class KeyMaker:
    """Starts making the keys at once; `private_keys` waits for them."""

    def __init__(self, seed: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(seed)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def private_keys(self) -> dict[str, rsa.RSAPrivateKey]:
        """Each key by the name of its pair."""
        output, _ = self._process.communicate()
        made = {}
        for name, text in json.loads(output).items():
            key = load_pem_private_key(text.encode(), None, unsafe_skip_rsa_key_validation=True)
            assert isinstance(key, rsa.RSAPrivateKey)
            made[name] = key
        return made


def key_text(private: rsa.RSAPrivateKey) -> bytes:
    """A private key as AWS hands it out: PKCS#1 in PEM."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def make_key(seed: int, name: str) -> rsa.RSAPrivateKey:
    """The 2048-bit key of one pair: scenery, since it is as secret as the seed, which is not."""
    return _rsa(chance(seed, "key", name), FOUND.get(seed, {}).get(name, (None, None)))


def _rsa(random: Random, found: tuple[int | None, int | None] = (None, None)) -> rsa.RSAPrivateKey:
    exponent = 65537
    p, q = _prime(random, found[0]), _prime(random, found[1])
    d = pow(exponent, -1, math.lcm(p - 1, q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p,
        q,
        d,
        rsa.rsa_crt_dmp1(d, p),
        rsa.rsa_crt_dmq1(d, q),
        rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(exponent, p * q),
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def _is_prime(candidate: int) -> bool:
    return candidate % 65537 != 1 and pow(2, candidate - 1, candidate) == 1


def _prime(random: Random, found: int | None = None) -> int:
    while True:
        start = random.getrandbits(1024) | (3 << 1022) | 1
        if found is not None and _is_prime(start + 2 * found):
            return start + 2 * found
        sieve = bytearray(8000)
        for small in _small_primes():
            first = (-start * pow(2, -1, small)) % small
            sieve[first::small] = b"\x01" * len(range(first, len(sieve), small))
        for index, composite in enumerate(sieve):
            if not composite and _is_prime(start + 2 * index):
                return start + 2 * index


def main() -> None:
    """Print the keys of a seed as one JSON object."""
    if hasattr(os, "nice"):
        os.nice(5)
    made = {name: key_text(make_key(int(sys.argv[1]), name)).decode() for name in NAMES}
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
