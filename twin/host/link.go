package host

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// MAC is how messages of a link are authenticated.
type MAC string

// The ways. The code has eight bytes in each.
const (
	NoMAC     MAC = ""
	RetailMAC MAC = "retail"   // ISO/IEC 9797-1 algorithm 3
	CMAC      MAC = "aes-cmac" // NIST SP 800-38B, cut to its first eight bytes
)

// Keys is where the key of an authentication code comes from.
type Keys string

// The ways.
const (
	SessionKeys Keys = ""      // emv.TestMACKey, until the terminal has another by a key change
	DUKPTKeys   Keys = "dukpt" // of each message, by the serial number in DE53
)

// Link is how a port of the host speaks.
type Link struct {
	Profile *iso8583.Profile // nil: us87
	Framing iso8583.Framing
	MAC     MAC  // of every message but network management, which may be without
	Keys    Keys // of the MAC
	SignOn  bool // traffic before a sign on is refused
	// Cover answers a status check with what the merchant may fuel for, whatever the network, so that a gateway that knows no
	// cut-offs captures what is covered (C).
	Cover bool
	// OverCapture is by how many per cent of a hold an advice over this link may exceed it and be covered: that is agreed with
	// the gateway, and no message says it.
	OverCapture int
}

func (l Link) check() error {
	switch {
	case l.MAC != NoMAC && l.MAC != RetailMAC && l.MAC != CMAC:
		return fmt.Errorf("host: there is no authentication '%s'; there are %s and %s", l.MAC, RetailMAC, CMAC)
	case l.Keys != SessionKeys && l.Keys != DUKPTKeys:
		return fmt.Errorf("host: there are no keys '%s'; there are session keys and %s", l.Keys, DUKPTKeys)
	}
	return nil
}

// session is one connection.
type session struct {
	framer iso8583.Framer
	signed bool // on
}

// from is where a message came from and its answer goes to, and what the answer is sealed with.
type from struct {
	port machine.Port
	tpdu iso8583.TPDU
	link Link
	seal iso8583.Sealer
}

// answer makes the answer to a message in the profile of its link.
func (f from) answer(m iso8583.Message, code string) iso8583.Message {
	return f.link.Profile.Answer(m, code)
}

// linkOf returns how a port speaks.
func (h *Host) linkOf(p machine.Port) Link {
	l, own := h.config.Links[p]
	if !own {
		l = h.config.Link
	}
	if l.Profile == nil {
		l.Profile = iso8583.US87
	}
	return l
}

// Sealer returns the authentication of a link under a key.
func (l Link) Sealer(k emv.Key) iso8583.Sealer {
	if l.MAC == CMAC {
		return func(b []byte) [8]byte {
			code := emv.CMAC(k, b)
			return [8]byte(code[:8])
		}
	}
	return func(b []byte) [8]byte { return emv.RetailMAC(k, b) }
}
