// Package pos is the point of sale, role "pos": it releases pumps, takes the money, and posts every sale once.
//
// Port 0 is a link of nouns to the forecourt controller (forecourt.Order out, forecourt.News in), port N a link to card
// reader N (payment/terminal.go). The payment gateway and order management are HTTP hosts of the loop, the gateway spoken
// to by the official stripe-go client, or in PayPal's manner by plutov/paypal, unmodified, on fibers.
//
//	outdoor.go    a card at a terminal: hold, release, capture      release.go   a release, from order to sale
//	postpay.go    a calling point, a sale, a payment at the till    gateway.go   a gateway; stripe.go, paypal.go its clients
//	prepay.go     money first, the rest back                        outbox.go    acts that must happen exactly once
//	authorise.go  money is asked for, or what was asked is undone   recover.go   the same stories after a power cut
//	settle.go     from a finished sale to order management          news.go      what the controller says
//	receipt.go    what the customer can read                        country.go   taxes, the smallest coin, an unmanned site
//	missed.go     a sale whose news got lost on the way
//	webhook.go    what the gateway calls back about: verified, taken once, told; nothing is done on its word
//	              (how each manner does it: paypalhook.go, stripehook.go)
//
// The stories are fibers. What they must not lose is in books.go: covers (money held or taken), sales, and the tasks of
// the outbox; each change is flushed before the act it is for, and closed after it. A story can be told again: after a
// power cut it goes on from what the books say, with the same idempotency keys. Card data are never in the books; what
// a repeat needs of them is the gateway's own name for the card. A hold is never given up in doubt: a release is asked
// back until the controller has said what became of it.
//
// Cash that is paid after a delivery is rounded to the country's smallest coin: the books keep the amount of the pump, and
// the difference is told. The change of a prepayment is not rounded.
//
// Left out: fuel stacking beyond what the controller does, shop goods, loyalty, fleet prompts, stand-in when the host is
// down, shifts and day close, NAXML export, several currencies at one POS, compaction of the store.
package pos
