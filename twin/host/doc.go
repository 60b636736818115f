// Package host is what stands behind a fuel station's payments, as one machine: merchant services, which hear the site; the
// card networks, Visa-like and Mastercard-like and more; and the issuers with their accounts.
//
// It hears ISO 8583 on its stream ports, each port in its own profile (us87 or ifsf93), framing, authentication and keys
// (Link), and answers on the port it heard, after a latency from its own stream of chance, so that answers may overtake
// each other.
//
//	us87                  ifsf93
//	0100                  1100        pre-authorisation: a hold
//	0200                  1200        sale or refund at once
//	0120 0220 0121 0221   1220 1221   completion: the hold becomes a capture, counted once
//	0400 0420 0421        1420 1421   reversal, whole or in part, counted once
//	0500                  1520        reconciliation: a terminal's totals against the host's, then a new batch
//	0800                  1820        echo, sign on, sign off, key change, cut-over
//
// The parts, a file each:
//
//	link.go key.go      how a port speaks; MAC (retail or AES-CMAC) by session keys or DUKPT; key change
//	network.go          networks, card ranges, cut-offs, times, stand-in limits and fees, as tables
//	model.go            the five money models: status check, estimate, partial, prepay, postpay
//	decide.go           what the issuer says to a card: a pure function, changed by SetRule
//	holder.go pin.go    accounts, limits, blocked cards; PIN tries with DUKPT
//	standin.go          the network in its issuer's stead, and the advice afterwards
//	advice.go           completions and reversals; findings advice-late, over-auth, products-wrong
//	reconcile.go        totals of terminals, and in what they differ
//	settle.go           batches by network and day, once for each capture, as CSV
//	clock.go            holds that die, issuers that come back, the daily cut-over
//
// The money it has promised and taken stands in account.go and outlives a power cut: every change is on the store before
// its answer leaves. Rules of the field are from payments.md 1 and 2, with their letters beside the code; what no rule book
// says in public (stand-in, fees, the approval of a status check in other currencies) is data with a (C).
//
// A message that cannot be read, lacks a field, is sealed wrongly or comes before a sign on is answered as the standard
// does, counted, and changes nothing.
//
// Left out: the wires between merchant services, networks and issuers (they are calls here), interchange by programme,
// chargebacks, currency conversion (a balance is in the currency of the request), a check that PIN pads never use a key
// twice, and cards that are not in the table of test cards.
package host
