// Package veeder is the dialect "veeder": the Veeder-Root TLS protocol between a tank gauge console and whoever asks it
// (a client: a controller, a back office, a remote monitor). It travels over a serial port or over a TCP connection to
// the console's serial card, by convention port 10001. The facts, with their sources and how far to trust them (A two
// sources or a capture, B one, C our own reasoning), are in the project's fact sheet on tanks, section 1; letters in
// comments are its letters.
//
//	SOH [security code] I20100                       computer: i, display: I; inquire: I, set: S
//	SOH i20100 YYMMDDHHmm data && CCCC ETX           the computer's format: sum of bytes + CCCC = 0 modulo 65536
//	SOH CR LF I20100 CR LF JAN 22, 1996  3:06 PM CR LF CR LF ... CR LF ETX
//	SOH 9999FF1B ETX                                 the console does not know the function code, in both formats
//
// The nouns are this family's own: a client does Ask and Set and hears Report or Failed; a console hears Ask and Set and
// answers by itself from a Source. Quantities are those of package unit; floating point exists only on the wire and on
// its edge (measure.go). A report that has passed a wire is as exact as a 32-bit float: a millilitre in ten thousand litres.
//
// # The console's end
//
// It answers as soon as the six characters of an inquiry are in, whatever terminator follows (none, CR, LF, CRLF, ETX,
// NUL); what comes before an SOH is noise. A set of fixed length is done when its characters are in, one with text at
// CR, ETX, NUL or its last character; LF is no character of a label, ESC abandons the set. Commands may be split anywhere
// and stacked; while the console thinks and talks, 128 characters wait. ESC stops the reply that is being sent. With
// RS-232 security on, a command without the right code meets silence. A set that cannot be obeyed is answered like an
// unknown code (C). SOH, 200, CR is the short form: the inventory of all tanks, in the display format.
//
// A device that is asked for by its number and has no valid data has '?' in its numeric fields; asked for all (00), a
// console lists only the tanks that are on.
//
// # The client's end
//
// It has one command under way and a bounded queue behind it. A reply must begin within Options.ReplyTimeout and go on
// without a gap of GapTimeout; a reply that is missing, damaged or cut is asked for again, Tries times in all, and then
// Failed. The protocol numbers nothing: a reply that is late answers the next equal command. Replies that answer
// nothing are faults. Parsing is by content, never by column: labels of any width, alarm types and texts that are not
// in the tables, any number of floats, '????????'. The data of a function that this package does not know are
// delivered as Raw.
//
// Both ends may speak at once: the line is full duplex. On a half-duplex bus, byte by byte, a terminator of our own choice
// or a stacked command can meet the answer.
//
// # Left out
//
// 111 and 112 (alarm lists), 204, 251 and 21B, sets without data (001 to 003, 051 to 053, 081 and 082), 60F and 610, the
// alarm history and the set-up of lines (382, 770s), autodial
// (messages nobody asked for), passwords of the front panel, more than 16 tanks, the six NULs after each line that one
// manual draws (they are tolerated). Display bodies of 203, 207, 208, 214, 502 to 504 and the 600s have a layout of our
// own (C): the client reads them, other parsers may not.
package veeder
