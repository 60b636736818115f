// Package iso8583 speaks to the payment host: our message specifications as data on moov-io/iso8583, a typed Message
// for everything a fuel site says, framing on a stream, and words and masks for captures.
//
//	us87     ISO 8583:1987, ASCII digits, binary bitmaps: 01x0, 02x0, 04x0, 08x0 (typed, checked, described)
//	ifsf93   ISO 8583:1993 with the message types of IFSF host interfaces: packed, unpacked, described, not typed
//
// Sources: payments.md section 2 for what is in use (letters beside each table here); the field names and formats of the
// standard's table (A: a public field table and the library's own specification). "IFSF-style" is the right word for
// ifsf93; nothing here is certified or conformant to a members-only text.
//
// A client builds requests with Terminal (Authorise, then the request's Completion or Reversal), packs them with Encode
// and AppendFrame, cuts the answers out of its stream with a Framer, reads them with Decode, and matches them by
// Message.Key, never by order. A host reads with Decode, checks with Message.Check and answers with Message.Answer.
//
// The package has the Describe, Secrets and Messages of a wire.Dialect but no Session: who repeats an advice, and for how
// long, is the business of the gateway and the host, which keep their state on their own disks.
//
// Left out: EBCDIC and packed-BCD hosts, message authentication (DE64 and DE128 are carried, not computed), batch
// totals (0500), key exchange, and the presence rules of any real host: those of us87 are data in us87.go (C).
package iso8583
