"""Secrets that are sealed under the server's key."""

from photoalbum.core import vault

KEY, SECRET = "the server's key", "JBSWY3DPEHPK3PXP"


def test_what_is_locked_up_comes_out_again_and_is_not_seen():
    sealed = vault.lock_up(KEY, "app", "anna", SECRET)
    assert SECRET not in sealed
    assert vault.release(KEY, "app", "anna", sealed) == SECRET
    assert vault.lock_up(KEY, "app", "anna", SECRET) != sealed


def test_another_key_purpose_or_owner_opens_nothing():
    sealed = vault.lock_up(KEY, "app", "anna", SECRET)
    assert vault.release("another key", "app", "anna", sealed) is None
    assert vault.release(KEY, "other", "anna", sealed) is None
    assert vault.release(KEY, "app", "bert", sealed) is None
    flipped = sealed[:-4] + ("A" if sealed[-4] != "A" else "B") + sealed[-3:]
    assert vault.release(KEY, "app", "anna", flipped) is None


def test_a_digest_depends_on_all_of_it():
    one = vault.keyed_digest(KEY, "code", "anna", "abcd")
    assert vault.keyed_digest(KEY, "code", "anna", "abcd") == one
    others = [("another", "code", "anna", "abcd"), (KEY, "x", "anna", "abcd"), (KEY, "code", "bert", "abcd")]
    assert one not in [vault.keyed_digest(*other) for other in others]
