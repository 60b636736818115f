// Package iso8583 speaks to the payment host: our message specifications as data on moov-io/iso8583, a typed Message
// for everything a fuel site says, framing on a stream, and words and masks for captures.
//
//	us87     ISO 8583:1987, ASCII digits, binary bitmaps: 01x0, 02x0, 04x0, 05x0, 08x0
//	ifsf93   ISO 8583:1993 with the message types of IFSF host interfaces: 11x0, 12x0, 14x0, 15x0, 18x0
//
// Both are packed and unpacked to the same Message, checked and described: what means the same in both is one field of
// it, under the name and with the codes of 1987. What of the other profile has no such field (POSData, Function, Reason)
// stands beside it and wins where it is set.
//
// Sources: payments.md section 2 for what is in use (letters beside each table here); the field names and formats of the
// standard's table (A: a public field table and the library's own specification). "IFSF-style" is the right word for
// ifsf93; nothing here is certified or conformant to a members-only text.
//
// A client builds requests with Terminal (Authorise, then the request's Completion or Reversal), packs them with Encode
// and AppendFrame, cuts the answers out of its stream with a Framer, reads them with Decode, and matches them by
// Message.Key, never by order. A host reads with Profile.Decode, checks with Profile.Check and answers with Profile.Answer.
// Profile.Seal and Sealed put authentication codes on messages and check them; the keys are package emv's.
//
// The package has the Describe, Secrets and Messages of a wire.Dialect but no Session: who repeats an advice, and for how
// long, is the business of the gateway and the host, which keep their state on their own disks.
//
// Left out: EBCDIC and packed-BCD hosts, file actions and administrative messages, the sub-fields of DE48 and DE62 that
// IFSF keeps to its members, and the presence rules of any real host: those here are data beside the fields (C).
package iso8583
