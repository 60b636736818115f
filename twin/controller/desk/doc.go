// Package desk is what the controller's interfaces for a POS have in common: one view of the forecourt and one set of
// rules for any number of tills, whatever they speak. It stands on the controller's link of nouns where a POS stands.
// Its front ends (fdcfront, ptsfront) turn a protocol into calls of a Client and what the desk notices into messages.
//
// What it keeps. The last state of every point, prices, and the unpaid sales, stacked to a depth per point: a point whose
// stack is full is not released. Each release gets a number when it is asked for, and its sale has the same one; the
// number, who released, with what token, who holds which lock, closed points and prices are in the store. The sales
// themselves are the controller's: they come again when it starts and when the desk does.
//
// Locks. A till may lock a sale or a point; others cannot touch it then. One till has a lock at a time. The lock of a till
// that logs off is given back; that of one that went away without a word lasts until the till would have been given up
// (Client.Within), so that it finds its lock again when it reconnects. After the desk's own restart the tills have
// Config.LockFor to come back. A till that says nothing for that long is lost, and its locks expire. A release is not
// withdrawn when its till is lost: the sale becomes payable for everybody.
//
// Answers. What the controller decides (release, clear, price) is answered when its news comes. After Config.AnswerWithin
// the till is told that no answer came; a release is then withdrawn. Orders without an answer are sent again, under the
// same reference, when the controller starts.
//
// Keepsakes. A front end that shares the desk's power keeps what it must not lose in the desk's store (Keep): it is
// written in the same event as what the desk does, so that no power cut comes between.
//
// Left out: suspending a sale, money totals, prices for one release: the controller has none of them. A closed point is
// closed to the tills of this desk only, since the controller has no order for it.
package desk
