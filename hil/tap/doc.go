// Package tap listens to a serial line and says in words what goes over it. It never transmits: it knows ports only as a
// Source to read from and a Tuner to set, and Run opens the port to listen only.
//
// A Tap is sans-IO. It is handed chunks with their instants and marks, cuts them into frames, finds out which dialect
// they are in, and tells a Teller every frame with the silence before it, who said it, whether it was said before, and
// which addresses do not answer. Run is a Tap on a port or on a transcript, with text or JSON out and a pcapng file.
//
// # How frames are found
//
// Dialects have no framer of their own for two directions at once, so a frame is the shortest run of bytes that
// wire.Dialect.Describe reads in either direction. Silence separates: after a soft gap (3.5 bytes, at least 2 ms) what
// can be read is told and the rest may go on, once, because computers hand bytes over late; after a hard gap (30 ms) the
// rest is bad. A run of fewer than three bytes has no check and would be found anywhere, so it counts only where it
// stands alone. Bytes with marks are never read as a frame.
//
// # How the dialect is found
//
// All registered dialects that travel on serial lines read along. Each frame that one reads is evidence, weighed by the
// share of changes to it that the dialect would notice: a frame with a CRC weighs all its bytes, a bare poll a third of
// them, one without a check nothing. The dialect that reads most of what is heard, with enough evidence and twice that
// of the next, is it. Until then everything is kept, within bounds, and told afterwards. Where the settings are not given
// either, those of the dialects' Ports are tried in turn; silence says nothing, so each waits for bytes.
//
// # Who speaks
//
// Many frames read alike from either end. Such a frame answers a question that was just asked at its address, else it
// comes from the controller; a short one that could come from either end, such as an ACK, is no question. The address is
// the first word of Describe where it is two hexadecimal digits and an h; an answer without one is from whom was asked,
// and a dialect that never begins so is treated as one address. A retry is a question said again because no answer came;
// that an end says the same contents again with an answer between is told as "again", because only the protocol knows
// whether it must.
//
// # The capture
//
// pcapng with LINKTYPE_RTAC_SERIAL (250): the one serial link type that stock Wireshark and tshark dissect without
// being told anything. Each frame is a packet; its header of 12 bytes is the instant (seconds and microseconds, big
// endian), the event (1 from the controller, 2 from the dispenser or not known, 7 framing error, 8 parity error, 9 break),
// the state of the modem lines (0, not known) and two bytes reserved. Words and faults are packet comments. USER0 (147)
// would need every reader to set up a table first.
//
// # Left out
//
// RFC 2217 ports, reading pcapng back, a frame longer than about 1000 bytes (finding its end costs its square), an idle
// bus whose frames have no checks at all (name its protocol), and collapsing of poll cycles.
package tap
