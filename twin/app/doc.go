// Package app is a driver's phone with the site's mobile application, role "app N": it unlocks a fuelling point, follows
// the sale, and gets the receipt, over the HTTP interface that the site offers to phones. Phone N is the Nth test user's
// (payment.AppUsers).
//
// What it was told to do, it does until it is answered: a request that got no answer, or that something in between could
// not pass on, is made again with the same idempotency key. The key and the session are on the phone's disk, so that one
// that was switched off follows the same session when it is on again. It follows by server-sent events, each connection
// from the last state that it has seen.
//
//	app.go       the machine, and what a hand does with the phone
//	session.go   its stories: unlock, follow, receipt, cancel
//	request.go   one request, and its repeats
//	events.go    what it tells
//
// Left out: the running display during a delivery (the controller tells the POS of none), sites other than the one, a wallet
// that adds cards, approval at PayPal's page.
package app
