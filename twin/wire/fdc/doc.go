// Package fdc is the IFSF POS-to-controller interface in XML, in the framing that Wayne Fusion uses.
//
// One TCP connection (port 4710) carries requests, responses and unsolicited messages. A message is a header of 22 bytes
// and a document:
//
//	0  4  length of the document, big endian
//	4  2  hash id, 0001h = MD5
//	6 16  MD5 of the document and a pass-phrase that both sides are configured with
//	22 n  the document, ASCII or UTF-8
//
// Messages may be split over segments, and several may sit in one. Both ends say that they are there every 15 s
// (POS_Ready, FDC_Ready) and give the other up after 46 s of silence.
//
// Documents (facts: pump-protocols.md section 4; FUS, WL, FL are its sources):
//
//	ServiceRequest   from the POS: a RequestType of RequestTypes, ids, POSdata
//	ServiceResponse  the answer: the same ids, OverallResult, FDCdata
//	POSMessage       POS_Ready
//	FDCMessage       FDC_Ready, FPStateChange, FuelSaleTrx
//
// What the sheet marks uncertain is decided here and said at its place: the words of failures (code.go), the bodies of
// product table, configuration, prices and totals (document.go). The hash is checked unless Dialect.Unchecked is set,
// since FUS does not check it.
//
// Decoding is bounded: a document has at most Dialect.Max bytes (1 MiB), 16 levels and 32,768 elements, and no document
// type, entity or processing instruction. A message whose hash or document is wrong is refused and counted, the next one
// is read; a header that cannot be one ends the connection, for what follows cannot be found any more.
//
// Left out: the second channel that some controllers have for unsolicited messages, DSP fields, blends of more than two
// products, and every device class but FP.
package fdc
