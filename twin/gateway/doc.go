// Package gateway is what a payment gateway is to the station, whatever API manner it serves: a machine with an HTTP
// handler and books that can be checked.
//
//	gateway.go   the contract: Gateway, Account, State
//	event.go     the events every gateway tells, defined once for the role "gateway"; walletevent.go those of some
//	call.go      one call of an API, for the table of what is served and tested
//	gatewaytest  the conformance suite: a gateway works when it passes
//	stripe       the Stripe PaymentIntents manner, with an ISO 8583 host behind it
//	shop         a client beside the till, for scenarios
//	paypal       the PayPal manner, Orders v2 and Payments v2, with the same host and with wallets of its own
//
// What both are made of: acquirer (the line to the host, the outbox), reader (a card at a reader), ledger (books in a
// store), replay (idempotency keys), callback (webhooks), turn (one request at a time), mask (what is never written).
//
// The handler runs on fibers of the loop (loop.FiberOf): a station serves it with loop.Serve, a live station behind a
// listener with loop.ServeOn. A POS knows only HTTP and never imports a gateway.
//
// Left out: what an API looks like. Each manner has its own package and its own official client in its tests.
package gateway
