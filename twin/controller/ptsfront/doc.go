// Package ptsfront answers POS systems in jsonPTS (wire/pts) for the desk.
//
// It is an http.Handler for POST /jsonPTS that runs on fibers of the desk's role, and takes WebSockets to the same path
// (Handler.Upgrade). Each user is a till of the desk; where nobody is asked, everybody is one and the same till. A till is
// logged on by its first request and given up when it has asked for nothing for Config.Within; its locks go with it.
//
// Config.Scheme says whether users prove themselves by HTTP Basic, by Digest (RFC 7616: qop=auth, MD5 or SHA-256; K), or
// as they like. A nonce serves for five minutes and any number of requests, each count once and in nearly any order; one
// that is used up is called stale, so that a client goes on by itself. No nonce outlives a power cut. Over a WebSocket the
// upgrade is proven, and its messages are the user's. Sockets break at a power cut.
//
// How the desk's stack of unpaid sales looks like a controller that has one transaction to a pump: while a pump is
// authorised or delivers it is PumpFillingStatus, else the oldest unpaid sale is told as PumpEndOfTransactionStatus until
// it is closed, else it is PumpIdleStatus. A pump may be authorised while sales wait, up to the desk's depth. Transaction
// numbers are the desk's, handed out by PumpAuthorize.
//
// Prices, totals and display data are kept for the till that asked, and told at its next PumpGetStatus of the pump, one
// at each. PumpSetPrices changes the price of a grade on every pump: a price belongs to the grade here. A Price in
// PumpAuthorize must be the present one. PumpSuspend and PumpResume are answered as requests that are not known, since the
// controller has no order for them.
//
// Left out: the permissions of users, configuration requests. Uploads to a server are in ptsupload.
package ptsfront
