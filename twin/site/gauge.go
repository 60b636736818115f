package site

import (
	"fmt"
	"time"
	_ "time/tzdata" // zones are named in plans; not every bench has a database of them

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Gauge is the tank gauge console and how the controller reads it.
type Gauge struct {
	Read            bool          // the controller reads the console; else it only answers whoever asks
	Every           time.Duration // inventory and alarms, default 60 s
	DeliveriesEvery time.Duration // default 5 min
	RetryEvery      time.Duration // of a console that does not answer, default 10 s
	ReplyWithin     time.Duration // until an answer begins, default 5 s
	Tries           int           // of one question, default 3
	Security        string        // six characters that the console wants before each question, and the reader sends
	Sends           *string       // what the reader sends in place of it
	Format          string        // "computer" (default), "display"
	Terminator      string        // that the reader sends: "none" (default), "cr", "lf", "crlf", "etx", "nul"
	Profile         string        // its model: a name, or the path of a file; default: standard
	Zone            string        // of the console's clock, as in Europe/Berlin; default UTC
}

// GaugeTerminators are what a reader can send after a question, by the plan's words.
var GaugeTerminators = map[string]string{"": "", "none": "", "cr": "\r", "lf": "\n", "crlf": "\r\n", "etx": "\x03", "nul": "\x00"}

// gaugeWords are the words of a plan in the order in which they are told.
var (
	gaugeTerminators = []string{"none", "cr", "lf", "crlf", "etx", "nul"}
	gaugeFormats     = []string{"computer", "display"}
)

const (
	securityLen   = 6
	mostTries     = 20
	leastAskEvery = time.Second
)

// Location returns the zone of the console's clock; Check has seen that there is one.
func (g *Gauge) Location() *time.Location {
	zone, err := time.LoadLocation(g.Zone) // "" is UTC
	if err != nil {
		return time.UTC
	}
	return zone
}

// Sent is the security code that the reader sends.
func (g *Gauge) Sent() string {
	if g.Sends != nil {
		return *g.Sends
	}
	return g.Security
}

// Check says what is wrong with the values, at the keys of the node they were read from.
func (g *Gauge) Check(n *strict.Node) (errs strict.Errors) {
	wrong := func(key, message, fix string) {
		errs = append(errs, place(n, key).Wrong(message, fix))
	}
	word := func(key, noun, value string, known []string) {
		for _, k := range known {
			if value == "" || value == k {
				return
			}
		}
		errs = append(errs, place(n, key).Unknown(noun, known))
	}
	code := func(key, value string) {
		if value == "" {
			return
		}
		ok := len(value) == securityLen
		for _, c := range []byte(value) {
			ok = ok && c >= 0x20 && c <= 0x7E
		}
		if !ok {
			wrong(key, "a security code has six characters", `write it in quotes, as in "314159"`)
		}
	}
	for _, s := range []struct {
		key  string
		span time.Duration
	}{{"every", g.Every}, {"deliveries-every", g.DeliveriesEvery}, {"retry-every", g.RetryEvery}} {
		if n.Get(s.key) != nil && s.span < leastAskEvery {
			wrong(s.key, fmt.Sprintf("a console is asked every %s at most", unit.FormatDuration(leastAskEvery)), "")
		}
	}
	if n.Get("reply-within") != nil && g.ReplyWithin <= 0 {
		wrong("reply-within", "a limit must be longer than nothing", "")
	}
	if n.Get("tries") != nil && (g.Tries < 1 || g.Tries > mostTries) {
		wrong("tries", fmt.Sprintf("a question is asked 1 to %d times", mostTries), "")
	}
	code("security", g.Security)
	if g.Sends != nil {
		code("sends", *g.Sends)
	}
	word("format", "format", g.Format, gaugeFormats)
	word("terminator", "terminator", g.Terminator, gaugeTerminators)
	if _, err := time.LoadLocation(g.Zone); err != nil {
		wrong("zone", fmt.Sprintf("there is no time zone '%s'", g.Zone), "as in Europe/Berlin")
	}
	return errs
}
