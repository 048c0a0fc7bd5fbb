// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>

#include "schemas/error/reason.h"

namespace indgang {

/// Who a person is: accounts, and the identity provider.
inline constexpr auto reasons_of_identity = std::to_array<ReasonRow>({
    {Reason::accounts_exposed, "accounts_exposed", ErrorKind::internal,
     "Others than its owner may read or change the file of accounts.",
     "Look at who could read it, then take it from them: `chmod 600 FILE`."},
    {Reason::accounts_invalid, "accounts_invalid", ErrorKind::internal,
     "The file of accounts says what it cannot say.",
     "Mend the lines that are named, or bring the file back from the backup."},
    {Reason::accounts_unwritable, "accounts_unwritable", ErrorKind::internal,
     "The file of accounts, or the folder that it is in, cannot be read or written.",
     "Give the program the right to the folder; see the message."},
    {Reason::account_exists, "account_exists", ErrorKind::bad_input,
     "There is an account of that user already.",
     "Choose another user id, or remove the account first: `indgang account remove USER`."},
    {Reason::no_such_account, "no_such_account", ErrorKind::not_found,
     "There is no account of that user.", "Name one that `indgang account list` shows."},
    {Reason::no_such_role, "no_such_role", ErrorKind::bad_input, "There is no role of that name.",
     "Name one of docs/formats/accounts.md."},
    {Reason::not_a_unit, "not_a_unit", ErrorKind::bad_input, "The text is no name of a unit.",
     "Write one line of text of at most 64 bytes."},
    {Reason::not_a_user_id, "not_a_user_id", ErrorKind::bad_input, "The text is no user id.",
     "Write 1 to 64 of a-z, 0-9, full stop, underscore, @ and hyphen."},
    {Reason::password_not_hashed, "password_not_hashed", ErrorKind::internal,
     "There is no memory for the hash of a password.", "Give the machine more memory."},
    {Reason::password_not_repeated, "password_not_repeated", ErrorKind::bad_input,
     "The password was not the same the second time.", "Type it again."},
    {Reason::password_too_long, "password_too_long", ErrorKind::limit,
     "The password is longer than is taken.", "Choose one of at most 1024 bytes."},
    {Reason::password_too_short, "password_too_short", ErrorKind::bad_input,
     "The password is too short.", "Choose one of at least 12 characters."},
    {Reason::code_refused, "code_refused", ErrorKind::refused,
     "The identity provider does not take the code that the person came back with: it was used "
     "before, is too old, or is of another login.",
     "Log in again."},
    {Reason::provider_invalid, "provider_invalid", ErrorKind::bad_input,
     "The settings of the identity provider say what they cannot say.",
     "Mend what the message names, below desk.provider in the configuration."},
    {Reason::provider_nonsense, "provider_nonsense", ErrorKind::unavailable,
     "The identity provider's answer is not as agreed.",
     "Log in again; tell the provider if it stays."},
    {Reason::provider_refused, "provider_refused", ErrorKind::internal,
     "The identity provider does not let us in.",
     "Mend client_id and client_secret_file in the configuration."},
    {Reason::provider_unavailable, "provider_unavailable", ErrorKind::unavailable,
     "The identity provider does not answer.",
     "Log in again later; check address and network if it stays."},
    {Reason::token_refused, "token_refused", ErrorKind::refused,
     "The identity provider's token does not hold for us; the message names the claim that is "
     "wrong.",
     "Log in again; if it stays, check the settings of the provider and both clocks."},
});

}  // namespace indgang
