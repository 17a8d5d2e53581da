"""What is said to a passkey and what its answers mean (WebAuthn level 3), by the library for it.

`passkeys` imports this when somebody uses one: the library and its cryptography are large.
"""

from typing import Protocol

import webauthn
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

FAULT = WebAuthnException


class Place(Protocol):
    """For whom a passkey is: the site's name in the browser, its host name, and its whole origin."""

    @property
    def name(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def origin(self) -> str: ...


def question_for_new(
    place: Place, challenge: bytes, *, holder: tuple[bytes, str, str], known: list[bytes]
) -> str:
    uid, account, name = holder
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=uid,
        user_name=account,
        user_display_name=name,
        challenge=challenge,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def question(place: Place, challenge: bytes, known: list[bytes] | None) -> str:
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=None if known is None else _descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def check_new(place: Place, challenge: bytes, answer: str) -> VerifiedRegistration:
    """Raises FAULT when the answer does not fit the question."""
    return webauthn.verify_registration_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=place.host,
        expected_origin=place.origin,
        require_user_verification=True,
    )


def credential_id(answer: str) -> bytes:
    return parse_authentication_credential_json(answer).raw_id


def check(place: Place, challenge: bytes, answer: str, public_key: bytes, count: int) -> int:
    """How often the passkey was used by its own count. Raises FAULT when the answer does not fit."""
    proof = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=place.host,
        expected_origin=place.origin,
        credential_public_key=public_key,
        credential_current_sign_count=count,
        require_user_verification=True,
    )
    return proof.new_sign_count


def _descriptors(ids: list[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in ids]
