// Package host is what stands behind a fuel station's payments: merchant services and the card issuer as one machine.
// It hears ISO 8583 of profile us87 on its stream ports, each connection of its own framing, and answers on the port it
// heard, after a latency from its own stream of chance, so that answers may overtake each other.
//
//	0100  pre-authorisation: a hold             0120 0220  completion: the hold becomes a capture
//	0200  sale or refund at once                0121 0221  the same, counted once
//	0400  0420  reversal                        0421       the same, counted once
//	0800  echo, sign on, sign off, cut-over
//
// What it says to a card stands in decide.go, a pure function over the test cards' names; a scenario changes it with
// SetRule. The money it has promised and taken stands in account.go and outlives a power cut: every change is on the
// store before its answer leaves. Rules of the field are from payments.md 1.4, 2.1 and 2.2, with their letters beside the
// code.
//
// Left out: clearing and settlement files, batch totals (0500), fees, PIN verification (DE52 is carried, not opened),
// message authentication, currency conversion (a balance is in the currency of the request), the status check of US
// issuers that hold more than was asked, and the expiry of holds after days.
package host
