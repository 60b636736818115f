package iso8583

import (
	"fmt"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
)

// Stamp is a DE7: MMDDhhmmss in UTC. It has no year, so it names an exchange but is no instant.
type Stamp string

// StampAt returns the stamp of an instant.
func StampAt(at clock.Instant) Stamp { return Stamp(at.Time().Format("0102150405")) }

// STAN is a system trace audit number, 1 to 999999, counted by each terminal and never used twice in a day.
type STAN uint32

const maxSTAN = 999_999

// Next returns the number after s; it starts again at 1.
func (s STAN) Next() STAN {
	if s >= maxSTAN {
		return 1
	}
	return s + 1
}

// String prints six digits.
func (s STAN) String() string { return fmt.Sprintf("%06d", uint32(s)) }

// ParseSTAN reads six digits.
func ParseSTAN(text string) (STAN, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || len(text) != 6 {
		return 0, fmt.Errorf("iso8583: a trace number has six digits")
	}
	return STAN(n), nil
}

// RRN makes a retrieval reference number by the usual recipe, YDDDhh and the trace number (K; the samples agree).
func RRN(at clock.Instant, s STAN) string {
	t := at.Time()
	return fmt.Sprintf("%d%03d%02d%s", t.Year()%10, t.YearDay(), t.Hour(), s)
}

var entryCodes = []struct {
	mode payment.EntryMode
	code string
}{
	{payment.ContactChip, "05"}, {payment.Contactless, "07"}, {payment.Stripe, "90"}, {payment.Fallback, "80"}, {payment.Keyed, "01"},
	{payment.Contactless, "91"}, // the contactless stripe is read but not written
}

// EntryCode makes a DE22 (K): how the card came in, and 1 where the terminal can take a PIN.
func EntryCode(mode payment.EntryMode, pin bool) string {
	for _, e := range entryCodes {
		if e.mode == mode {
			if pin {
				return e.code + "1"
			}
			return e.code + "0"
		}
	}
	return ""
}

// EntryMode reads a DE22.
func EntryMode(code string) (payment.EntryMode, bool) {
	for _, e := range entryCodes {
		if len(code) == 3 && code[:2] == e.code {
			return e.mode, true
		}
	}
	return "", false
}
