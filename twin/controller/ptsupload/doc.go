// Package ptsupload is the part of a PTS-2 that tells a server by itself what has happened: it uploads every finished sale,
// and what else is asked for, as jsonPTS packets in POST requests (wire/pts).
//
// It stands beside the fronts for tills, on the desk, with the desk's power. What is to be uploaded is written into the
// desk's store in the same event in which the desk learns of it, with all its content and its Id, and goes out of it when
// the server has answered "Message":"OK" with the same Id and Type. Until then it is sent again, unchanged, so that a
// server can tell a second time by Pump, Nozzle, Transaction and DateTime; a power cut between the sending and the answer
// makes one more sending, never one less. A server that does not answer is asked again after Config.Retry, then twice as
// long each time up to Config.RetryMost (C: the spans). One packet goes in a body. What a server answers with anything but
// OK goes to the end of the queue, so that it does not hold up the rest.
//
// Bounds: Config.Most packets wait; beyond that the oldest is given up, readings of tanks before sales, and
// upload-abandoned says so. A sale is remembered as uploaded until the controller has forgotten it.
//
// TotalAmount is the sum of the amounts that were uploaded for a nozzle since the store is new: the controller counts no
// money. UploadStatus is of now, and not repeated. Volumes of tanks are in the site's unit, with one decimal.
//
// The address may name a user and a password, which are sent as HTTP Basic. The header X-Pts-Id has the controller's
// identifier, as the body's PtsId (B).
//
// UploadAlertRecord is sent for the alarms that somebody gives a code for; the vendor's are not known here.
//
// Left out: UploadConfiguration, whose packets nobody has shown; the header with a signature (C: its form is not known); the outward WebSocket connection (C); several packets in a body; probes, readers
// and price boards in UploadStatus; a user and tag of a sale.
package ptsupload
