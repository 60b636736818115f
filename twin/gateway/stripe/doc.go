// Package stripe serves the Stripe PaymentIntents manner on fibers of the loop and talks ISO 8583 (us87) to the merchant
// host behind it. The official clients take it for the real thing (stripe-go v85 does so in the tests).
//
//	POST /v1/payment_intents                 create, and confirm at once with confirm=true
//	GET  /v1/payment_intents                 list, newest first: limit, starting_after, ending_before
//	GET  /v1/payment_intents/{id}            POST changes it before it is confirmed; metadata always
//	POST /v1/payment_intents/{id}/confirm    0100 pre-authorisation (capture_method manual) or 0200 sale
//	POST /v1/payment_intents/{id}/capture    0220 completion advice, answered before the host is told
//	POST /v1/payment_intents/{id}/cancel     0420 reversal
//	POST /v1/payment_methods                 GET .../{id}
//	POST /v1/refunds                         0200 refund; GET .../{id}
//	GET  /v1/charges/{id}
//
// # A card at a reader
//
// Card data from a reader are our extension, in clear where a real reader would encrypt them. They go to
// /v1/payment_methods, or to a create or confirm below payment_method_data:
//
//	type=card_present
//	card_present[entry_mode]   chip, contactless, stripe, fallback or keyed
//	card_present[track_2]      with '=' or 'D'; needed for stripe and fallback
//	card_present[emv_data]     hex of DE55; needed for chip, may come with contactless
//	card_present[pin_block], card_present[pin_serial]   hex of DE52 and DE53, for an issuer that checks the PIN
//	card_present[pan], card_present[expiry]   digits, YYMM; where there is no track
//
// Only the test cards of package payment exist: another number is declined (test_mode_live_card). Tracks and chip data
// stay in memory and are dropped once the host has answered; the store holds the test card's name in place of a number.
// After a power cut a card_present method must be read again.
//
// metadata[sale] names the sale in Books, metadata[fuelling_point] puts the lane into DE41, metadata[product_data] is
// DE63 (iso8583.Products), at most 500 characters of it.
//
// metadata[odometer], [vehicle_number] and [driver_id] are what a fleet card's holder typed: they go to the host in DE62
// (iso8583.Fleet). metadata[allowed_products] is what the issuer lets a fleet card buy, as product codes; it is answered.
//
// # Money
//
// A partial approval leaves amount as it was asked; amount_capturable and payment_method_details.card.amount_authorized
// say what was granted, which may be more than was asked (payments.md 1.1).
// payment_method_options[card][request_partial_authorization]=never asks the host not to grant less. With capture_method
// automatic a partial approval is reversed and counts as a decline. A hold that is not captured within Config.HoldFor is
// cancelled with the reason "automatic".
//
// When the host does not answer within Config.HostTimeout, or the answer is unusable, the client gets 402 card_declined
// with decline_code issuer_not_available, and the reversal 0420 is already in the outbox: no hold stays. Outbox entries
// are repeated (0221, 0421) every Config.RepeatEvery until they are answered, also after a restart. A refund that the
// host declines or does not answer is a refund with status failed, and no error.
//
// # Idempotency
//
// A POST with an Idempotency-Key keeps its answer for 24 hours; the same key, path and parameters get it again with
// Idempotent-Replayed: true, also 402 and other errors, a host time-out included: the outcome is known and a new key
// starts a new attempt. Not kept are answers that were given before the request began its work (401, unknown or malformed
// parameters, 409, 429) and 5xx. Another path or other parameters: 400 idempotency_error. While the first still runs:
// 409 idempotency_key_in_use. A request that a power cut left unanswered has no stored answer: what it held is reversed
// at power-on, and its key may be used again.
//
// Everything is written and flushed to the store, in one record, before an answer leaves.
//
// Left out: increment_authorization (refused), multicapture and over-capture, 3-D Secure, webhooks, customers, disputes,
// the readers' API, PIN blocks. Parameters of Stripe's that do not bear on these are accepted and ignored (see form.go).
package stripe
