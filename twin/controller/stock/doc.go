// Package stock is the forecourt controller's gauge reader, role "gauge-reader": over one port, PortConsole, it asks a
// Veeder-Root console (dialect veeder, the client's end) what is in the tanks and tells it. The port is a byte stream: to
// the twin's console, or in the live station to a real one over TCP or a serial port.
//
//	asked                        how often                   told
//	201 inventory of all tanks   Config.Every                tank-read, tank-unread
//	101 system status, or 205    Config.Every                alarm-reported, alarm-ended
//	202 deliveries               Config.DeliveriesEvery      delivery-reported
//	902 revision, 602 labels     when a console was found    gauge-identified
//
// One question is under way at a time; the session repeats one that meets silence or a damaged answer. An inventory that
// stays without an answer is what makes the console lost: gauge-lost, once; then only the inventory is asked, every
// Config.RetryEvery, and the first answer is gauge-found. Any other question that fails makes the inventory due at once:
// where that is answered, the console does not know the question (many a box that speaks this protocol knows 201 and
// little else), which is told as question-refused, and it is not asked again before a console is found anew. A wrong
// security code is silence, so it ends as gauge-lost too: the protocol has no other word for it.
//
// Volumes are the console's, rounded as its answers are: a 32-bit float in the computer's format, a whole unit in the
// display format. Times of deliveries are by the console's clock in Config.Zone, to the minute.
//
// What deliveries were in the console's list when it was read last is kept on the disk, so that each is told once; those
// found by a reader with an empty disk are history and are not told. Alarms are not kept: after a power cut of the
// reader, those that a console still has are told again.
//
// Left out: setting anything at a console, leak tests, alarm history, reconciliation with the meters, more than one
// console, consoles that dial out.
package stock
