// Package ptsfront answers POS systems in jsonPTS (wire/pts) for the desk.
//
// It is an http.Handler for POST /jsonPTS that runs on fibers of the desk's role. Each user of HTTP Basic is a till of the
// desk; where no users are configured, everybody is one and the same till. A till is logged on by its first request and
// given up when it has asked for nothing for Config.Within; its locks go with it.
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
// Left out: HTTP Digest, WebSocket, uploads, the permissions of users, configuration requests.
package ptsfront
