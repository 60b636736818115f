// Package stripe serves the Stripe PaymentIntents manner on fibers of the loop and talks ISO 8583 (us87) to the merchant
// host behind it. The official clients take it for the real thing (stripe-go v85 does so in the tests).
//
//	POST /v1/payment_intents                 create, and confirm at once with confirm=true
//	GET  /v1/payment_intents                 list, newest first: limit, starting_after, ending_before
//	GET  /v1/payment_intents/{id}            POST changes it before it is confirmed; metadata always
//	POST /v1/payment_intents/{id}/confirm    0100 pre-authorisation (capture_method manual) or 0200 sale
//	POST /v1/payment_intents/{id}/capture    0220 completion advice, answered before the host is told
//	POST /v1/payment_intents/{id}/cancel     0420 reversal
//	POST /v1/payment_intents/{id}/increment_authorization   a second 0100, for the difference
//	POST /v1/payment_methods                 GET .../{id}
//	POST /v1/refunds                         0200 refund; GET, GET .../{id}
//	GET  /v1/charges                         GET .../{id}
//	GET  /v1/events                          GET .../{id}; by type, types[], created, delivery_success
//	POST /v1/webhook_endpoints               GET; GET, POST, DELETE .../{id}; POST .../{id}/roll_secret is ours
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
// A card in a phone: card_present[wallet] of a contactless tap, or card[wallet][type] beside card[token] for a driver's app;
// apple_pay, google_pay or samsung_pay, with card[wallet][dynamic_last4]. These are ours too.
//
// Some test cards the gateway declines itself (outcome.go), among them pm_card_decline_CODE for every decline code.
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
// automatic a partial approval is reversed and counts as a decline.
//
// More may be held where payment_method_options[card][request_incremental_authorization]=if_available, or that of card_present,
// asked for it. Over the host an increment is a 0100 of its own (C); at the capture the amount is shared out over the holds in
// their order, each completed by itself, and one that is not needed is reversed. An increment that comes to nothing leaves what
// is held. A capture may exceed the hold by Config.OverCapture per cent where payment_method_options[card][request_overcapture]
// asked for it and the card is not at a reader.
//
// A hold that is not captured within Config.HoldFor is
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
// # Events
//
// What happens is an event for 30 days, in the record of the change itself, with a delivery for every endpoint that wants it.
// Package callback calls until the endpoint has answered 200 to 299, also after a restart: at least once, in no certain order,
// 17 times more over three days. Stripe-Signature has the time and a v1 by every secret that is good: an old one for a time
// after roll_secret. api_version is that of the endpoint, by default that of the client in the tests; the objects are the same
// in all versions. There is no previous_attributes.
//
// Left out: multicapture (refused by name), 3-D Secure (declined with authentication_required), customers, disputes, the
// readers' API. Parameters of Stripe's that do not bear on these are accepted and ignored (see form.go).
package stripe
