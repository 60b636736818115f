// Package paypal serves the PayPal manner on fibers of the loop: Orders v2, Payments v2, payment tokens v3, webhooks. For
// cards it talks ISO 8583 (us87) to the merchant host behind it; wallets are test accounts of its own (Payers). The client
// plutov/paypal v4.8.0 takes it for the real thing in the tests. `forecourt list gateways` has every call.
//
// # Access
//
// POST /v1/oauth2/token takes any client's name by HTTP Basic; the secret that a name first comes with is its secret from
// then on. Names and secrets of 60 characters and more are refused: they are real ones. A token lasts Config.TokenFor in the
// loop's time; the store holds only what stands for it.
//
// # Who pays
//
// An order has one purchase unit. It is paid at once when it is made with
//
//	payment_source.card           number, expiry (YYYY-MM), security_code; or vault_id
//	payment_source.card_present   our extension, what a reader got: entry_mode, track_2, emv_data, pan, expiry (YYMM)
//	payment_source.paypal         vault_id: the name of a test account that has agreed for good
//	payment_source.token          id of one of these
//
// and has a PayPal-Request-Id then. Otherwise a payer must approve: its link "approve" (or "payer-action") leads to a page,
// GET /checkoutnow?token=ID, whose form posts token, payer (a test account) and action (approve or cancel) to the same path;
// a scenario or an app posts it itself. payment_source.paypal.email_address of an account that acts by itself (payer-quick,
// payer-cancels) needs no hand. After that authorise or capture; both take a payment_source in place of an approval.
//
// An issuer's refusal of a card is an answer of 201 with an authorisation DENIED, or a capture DECLINED, and
// processor_response.response_code (K); one of a wallet is 422 with its issue, and the order can be paid by somebody else. A
// host that does not answer within Config.HostTimeout counts as an issuer that is not available (5920), and the reversal is
// in the outbox already. Only the test cards of package payment exist. Tracks and chip data stay in memory until the host
// has answered. reference_id "pump-3" puts lane 3 into DE41.
//
// # Money
//
// A partial approval is an authorisation PARTIALLY_CREATED. It may be captured in parts until final_capture, or until all
// of it is taken, up to 115 % or 75 whole units of the currency more than was granted, whichever is less. The host hears of
// a card's captures once, when the authorisation ends: by the last capture, by void, or when it expires; product_data in
// supplementary_data is DE63 of that. An authorisation lasts Config.HoldFor and its money is certain for Config.HonourFor: a
// wallet's hold no longer counts after that, and a capture takes what is there. It may be reauthorised from then on,
// Config.Reauthorisations times; the one before is voided. A refund that the host declines or does not answer is a refund
// with status FAILED.
//
// # Idempotency
//
// A POST with PayPal-Request-Id keeps its answer for Config.KeepKeys, and the same id, path and body get it again, also 422
// after the request had begun its work. Another path or body: 422 PAYPAL_REQUEST_ID_PREVIOUSLY_USED. While the first runs:
// 409 PREVIOUS_REQUEST_IN_PROGRESS. Everything is written and flushed to the store, in one record, before an answer leaves.
// PayPal-Mock-Response names an issue of the catalogue with which the request is answered, and nothing is done.
//
// # Webhooks
//
// Events go to the webhooks that want them, signed with a test key whose certificate is served; who does not answer 2xx is
// called 25 times more in three days. verify-webhook-signature says whether one is ours, not whether it is new.
//
// Left out: several purchase units, breakdowns of amounts, shipping, 3-D Secure, disputes, payouts, fees, refunds beyond 180
// days, setup tokens, partners, conversion of currencies. Fields of PayPal's that do not bear on these are taken and mean
// nothing.
package paypal
