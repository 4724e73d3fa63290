"""The keys of the seed: where the usual seed's primes lie is known, and is where a search finds them."""

from ec2tui.adapters.demo.seed import rsa_keys


def test_what_is_known_of_a_seed_is_what_a_search_finds(monkeypatch):
    known = rsa_keys.make_key(7, "alice-laptop")
    monkeypatch.setattr(rsa_keys, "FOUND", {})
    assert rsa_keys.make_key(7, "alice-laptop").private_numbers() == known.private_numbers()


def test_what_is_wrongly_known_is_looked_for(monkeypatch):
    known = rsa_keys.make_key(7, "alice-laptop").private_numbers()
    monkeypatch.setattr(rsa_keys, "FOUND", {7: {"alice-laptop": (265, 224)}})
    assert rsa_keys.make_key(7, "alice-laptop").private_numbers() == known
