// Package oms is order management above the sites, role "oms": it takes every finished sale exactly once, keeps it
// safely, and adds up the ledger by site, grade and tender.
//
//	POST /events     a CloudEvent: fuel.sale.completed.v1, fuel.sale.voided.v1, fuel.sale.refunded.v1, fuel.shift.closed.v1,
//	                 fuel.day.closed.v1 (forecourt.CloudEventOf; facts: payments.md section 6.3)
//	GET  /sales      every sale, in the order they came
//	GET  /paybacks   all money that went back, below zero
//	GET  /closes     every shift and day that was closed
//	GET  /ledger     the sums
//
// A posting is answered after it is safe. The same event again is answered 200 with "duplicate": true and changes
// nothing; the same id with another content is refused with 409; what cannot be read is refused with 400. Errors are
// problem documents (RFC 9457).
//
// Left out: customers, loyalty, stock by tank, price plans, the other event types of the feed, signatures, SQL.
package oms
