package wrong

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire"
)

// gauges are a console and its reader that are wrong at the line between them, and at what the reader tells and keeps.
var gauges = []Machine{
	{
		Name: "gauge-reads-high", Doc: "the console says more than is in a tank",
		Kills: []string{"GAU-001", "GAU-004", "GAU-009"}, Cause: "volume",
		Hooks: party(gauge.Kind, func(s *skin) { s.say = readHigh(s) }),
	},
	{
		Name: "gauge-no-deliveries", Doc: "the console does not know the list of deliveries",
		Kills: []string{"GAU-003", "GAU-006"}, Cause: "did not tell 'delivery-reported'",
		Hooks: party(gauge.Kind, func(s *skin) {
			s.say = func(b []byte, pass func([]byte)) {
				if bytes.HasPrefix(b, []byte("\x01i202")) {
					s.shows()
					b = []byte("\x019999FF1B\x03")
				}
				pass(b)
			}
		}),
	},
	{
		Name: "gauge-any-code", Doc: "the console takes any security code",
		Kills: []string{"GAU-007"}, Cause: "did not tell 'gauge-lost'",
		Hooks: party(gauge.Kind, func(s *skin) {
			s.hear = func(_ *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
				if wrong := []byte("\x01271829"); bytes.HasPrefix(c.Bytes, wrong) {
					s.shows()
					c.Bytes = append([]byte("\x01271828"), c.Bytes[len(wrong):]...)
				}
				pass(c)
			}
		}),
	},
	{
		Name: "gauge-deaf-to-codes", Doc: "the console does not know its own security code",
		Kills: []string{"GAU-008"}, Cause: "did not tell 'gauge-found'",
		Hooks: party(gauge.Kind, func(s *skin) {
			s.hear = func(_ *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
				if bytes.HasPrefix(c.Bytes, []byte("\x01271828")) {
					s.shows()
					return
				}
				pass(c)
			}
		}),
	},
	{
		Name: "reader-sums-nothing", Doc: "the reader does not look at check sums",
		Kills: []string{"GAU-004/flip/27", "GAU-005"}, Cause: "gauge-reader",
		Hooks: party(stock.Kind, func(s *skin) {
			s.hear = func(_ *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
				if b, changed := summed(c.Bytes); changed {
					s.shows()
					c.Bytes = b
				}
				pass(c)
			}
		}),
	},
	{
		Name: "reader-never-alarmed", Doc: "the reader does not say that a console is lost",
		Kills: []string{"GAU-002", "GAU-003", "GAU-005", "GAU-007"}, Cause: "did not tell 'gauge-lost'",
		Hooks: party(stock.Kind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				if _, is := e.(stock.GaugeLost); is {
					s.shows()
					return
				}
				pass(e)
			}
		}),
	},
	{
		Name: "reader-forgets", Doc: "the reader forgets over a power cut which deliveries it has told",
		Kills: []string{"GAU-006"}, Cause: "told 'delivery-reported', and must not",
		Hooks: party(stock.Kind, func(s *skin) {
			started := false
			s.sense = func(env *machine.Env, x forecourt.Stimulus, pass func(forecourt.Stimulus)) {
				if _, on := x.(forecourt.PowerOn); on {
					if started {
						s.shows()
						env.Store().Replace([]byte("{}"))
					}
					started = true
				}
				pass(x)
			}
		}),
	},
}

// Where the first tank's volume stands in an inventory: a float in the computer's format, a whole number in the display's.
var (
	firstFloat = regexp.MustCompile("^\x01i20100[0-9]{10}[0-9]{2}.[0-9A-F]{4}07([0-9A-F]{8})")
	firstRow   = regexp.MustCompile(`(?m)^ *1 .{20} *([0-9]+) `)
)

// readHigh makes the first tank's volume larger: by a step of its float's exponent, or by a hundred.
func readHigh(s *skin) func([]byte, func([]byte)) {
	return func(b []byte, pass func([]byte)) {
		b = bytes.Clone(b)
		if at := firstFloat.FindSubmatchIndex(b); at != nil {
			s.shows()
			v, _ := strconv.ParseUint(string(b[at[2]:at[3]]), 16, 32)
			copy(b[at[2]:], fmt.Sprintf("%08X", v+0x10_0000))
			b, _ = summed(b)
		} else if at := firstRow.FindSubmatchIndex(b); at != nil && bytes.HasPrefix(b, []byte("\x01\r\nI201")) {
			s.shows()
			v, _ := strconv.Atoi(string(b[at[2]:at[3]]))
			copy(b[at[2]:at[3]], strconv.Itoa(v+100))
		}
		pass(b)
	}
}

// summed puts the right check sum under an answer in the computer's format, and says whether there was another one.
func summed(b []byte) ([]byte, bool) {
	n := len(b) - 5
	if n < 3 || b[0] != 0x01 || string(b[n-2:n]) != "&&" {
		return b, false
	}
	var sum uint16
	for _, c := range b[:n] {
		sum += uint16(c)
	}
	right := fmt.Appendf(bytes.Clone(b[:n]), "%04X\x03", -sum)
	return right, !bytes.Equal(right, b)
}
