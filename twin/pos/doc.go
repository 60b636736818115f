// Package pos is the point of sale, role "pos": it releases pumps, takes the money, and posts every sale once.
//
// Port 0 is a link of nouns to the forecourt controller (forecourt.Order out, forecourt.News in), port N a link to card
// reader N (payment/terminal.go), port 250 one to the price sign. The payment gateway and order management are HTTP hosts
// of the loop, the gateway spoken to by the official stripe-go client, or in PayPal's manner by plutov/paypal, unmodified,
// on fibers.
//
//	outdoor.go    a card at a terminal: hold, release, capture      release.go   a release, from order to sale
//	postpay.go    a calling point, a sale, a payment at the till    gateway.go   a gateway; stripe.go, paypal.go its clients
//	prepay.go     money first, the rest back                        outbox.go    acts that must happen exactly once
//	authorise.go  money is asked for, or what was asked is undone   recover.go   the same stories after a power cut
//	settle.go     from a finished sale to order management          news.go      what the controller says
//	receipt.go    what the customer can read                        country.go   taxes, the smallest coin
//	missed.go     a sale whose news got lost on the way
//	webhook.go    what the gateway calls back about: verified, taken once, told; nothing is done on its word
//	              (how each manner does it: paypalhook.go, stripehook.go)
//	deal.go       what a card's rule gives and bounds               tariff.go    prices, to turn litres into money
//	member.go     who is a member, points.go what he earns          prompts.go   what a fleet card's holder is asked
//	offline.go    granted here, forwarded later                     duplicate.go the same card, the same reference again
//	payback.go    voids and refunds                                 closing.go   shifts and days; totals.go, reconcile.go
//	mode.go       what a point offers, and a switch of it           clock.go     the POS's own clock
//	by.go         who acts: a till or an attendant                  hold.go      one till works on a sale at a time
//	attendant.go  tags, duties, what an attendant releases          takings.go   what each has settled
//	mobile.go     a phone unlocks a point; mobilestate.go how far its session is, mobileapi.go the HTTP interface for phones,
//	              mobileask.go what they may send, mobileanswer.go what they get
//	move.go       a prepayment goes to another point                sign.go      prices, in step with the price sign
//
// The stories are fibers. What they must not lose is in books.go: covers (money held or taken), sales, and the tasks of
// the outbox; each change is flushed before the act it is for, and closed after it. A story can be told again: after a
// power cut it goes on from what the books say, with the same idempotency keys. Card data are never in the books; what
// a repeat needs of them is the gateway's own name for the card. A hold is never given up in doubt: a release is asked
// back until the controller has said what became of it.
//
// Cash, paid before a delivery or after it, is rounded to the country's smallest coin: the books keep the amount of the
// pump, and the difference is told.
//
// A card's rule and a member's tier are set before a release and bound to it: the controller restores the standard terms
// after whatever ends it. Offline, the POS grants by itself up to the floor limit of the card and the site's bounds on what
// is not forwarded yet; what the first try may have held is given back before the sale is charged, under keys of its own. A
// sale belongs to the shift in which it is settled: one record of the store closes a shift and opens the next, so that a
// sale is in one of them whatever happens at that instant. The business day ends with its close, not at midnight.
//
// What a point offers is a set of modes of package service: who may release it, what money that needs, who is paid, and what
// becomes of what is under way when the set changes are that package's table. An attendant's release is a cover without
// money: it lapses, is withdrawn and outlasts a power cut as the others do. Each sale is settled by one till, attendant or
// terminal.
//
// A phone's session is in the books, its money in a cover like a card's at a terminal: a session's state is derived from its
// cover and its point, and never goes back. After a power cut a session goes on where it was, under the same keys.
//
//	GET /v1/sites, /v1/sites/{site}           the site; its points with grades and prices
//	POST /v1/sessions                         {"fuelling-point", "code", "amount"?, "payment-method"?}, Idempotency-Key
//	GET, DELETE /v1/sessions/{id}             as it is now; given up, before the lift
//	PUT /v1/sessions/{id}/payment             {"payment-method"}: what a reserved session is paid with
//	GET /v1/sessions/{id}/events              its states as server-sent events, from Last-Event-ID on
//	GET /v1/sessions/{id}/receipt             when it is paid
//
// Users bear a token. Refusals are problem documents (RFC 9457 (K)): 400, 401, 403 wrong code, 404, 409 taken or too late, 413,
// 415, 422 an amount or a payment method that cannot be, 429 too many wrong codes (counted in memory: a restart forgives).
//
// No pump is told of a price above the lowest one that the price sign may show: a price goes up at the sign first, and is
// held back when the sign does not show it; it goes down at the pumps first.
//
// Left out: fuel stacking beyond what the controller does, credit prices on the sign, shop goods, a prepayment by card
// offline, prompts and redeemed points at the till, points taken back with a refund, refunds in the reconciliation, NAXML
// export, several currencies at one POS, compaction of the store.
package pos
