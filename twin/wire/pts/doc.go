// Package pts is jsonPTS, the JSON interface of a Technotrade PTS-2 forecourt controller, as a POS meets it.
//
// A POS posts a body to /jsonPTS and gets one back: {"Protocol":"jsonPTS","Packets":[...]}. Each packet has an Id, which
// is echoed, a Type and Data. An answer is a packet of another type with Data (PumpIdleStatus), one of the same type with
// "Message":"OK", or an error with "Error":true, a Code and the code's name as the Message.
//
// PumpGetPrices, PumpGetTotals and PumpGetDisplayData only answer OK: what they ask for stands in the place of the status
// at a later PumpGetStatus of the pump. PumpAuthorize is answered by a PumpAuthorizeConfirmation with the number of the
// transaction (B: vendor's code). Numbers are JSON numbers with the decimals of what they count; times are
// YYYY-MM-DDThh:mm:ss, local (facts: pump-protocols.md section 6; the codes and their names: vendor's code, B).
//
// Over a WebSocket to the same path a message is a body, and the next message back is its answer.
//
// A controller also uploads to a server by itself: it posts a body with its PtsId (C: 24 hexadecimal digits) and a packet
// such as UploadPumpTransaction (A), until the server answers a packet of the same Id and Type with "Message":"OK".
// UploadTankMeasurement, UploadInTankDelivery and UploadStatus are B: two receivers, or the vendor's sample, show them.
//
// Decoding is bounded: 64 KiB and 512 packets a body.
//
// Left out: every request about tanks, tags, readers, price boards and configuration: they are answered with the error that
// an unknown request gets. The codes of an UploadAlertRecord are in the vendor's papers alone: whoever has them brings them.
// UploadConfiguration is named only, since nobody has shown its packets. The controller's own WebSocket connection to a
// server (ptsWebSocket, C) is not made.
package pts
