package recording

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Format is the version of the file that this package writes, and the only one it reads.
const Format = 1

// Kind of a line.
type Kind string

// The kinds. Those of a journal come beside them.
const (
	Heard   Kind = "heard"
	Arrived Kind = "arrived"
	Opened  Kind = "opened"
	Closed  Kind = "closed"
	Asked   Kind = "asked"
	GaveUp  Kind = "gave-up"
	Replied Kind = "replied" // a host in the world answered a request of the station's; or nothing, and why
	Stopped Kind = "stopped"
	Checked Kind = "check"
	Rested  Kind = "rest"
	Said    Kind = "said"
	Ended   Kind = "end"
	CutOff  Kind = "cut-off"
)

var inputKinds = map[Kind]bool{Heard: true, Arrived: true, Opened: true, Closed: true, Asked: true, GaveUp: true, Replied: true, Stopped: true}

// Header is the first line: what built the station.
type Header struct {
	Format    int           `json:"forecourt-recording"`
	Build     string        `json:"build"`
	Seed      string        `json:"seed"` // 0x and hexadecimal digits
	Start     clock.Instant `json:"start"`
	PlanFile  string        `json:"plan-file"`             // its name, for messages
	Plan      string        `json:"plan"`                  // its text
	Outside   []string      `json:"outside"`               // roles that are left to somebody else
	Customers string        `json:"customers"`             // auto: drivers come by themselves; none
	Serial    []int         `json:"serial"`                // buses that a serial port was joined to, in that order
	Gauge     string        `json:"gauge,omitempty"`       // the console that is read
	GaugePort []string      `json:"gauge-ports,omitempty"` // serial ports of our own console
	Network   string        `json:"network,omitempty"`     // the address of nodes
	Gateway   string        `json:"gateway,omitempty"`     // of roles outside: where they are
	Host      string        `json:"host,omitempty"`
	OMS       string        `json:"oms,omitempty"`
	Manner    string        `json:"manner,omitempty"`     // of the gateway, in place of the plan's
	Callback  []string      `json:"callback,omitempty"`   // hosts that its webhooks may be at
	PTSUpload string        `json:"pts-upload,omitempty"` // where sales are uploaded to, in place of the plan's
}

// SeedValue returns the seed as a number.
func (h *Header) SeedValue() (uint64, error) { return strconv.ParseUint(h.Seed, 0, 64) }

// Input is something that entered the station. Its numbers and its turn are set by whoever takes it.
type Input struct {
	Kind  Kind          `json:"kind"`
	At    clock.Instant `json:"at"` // the loop's, when it took the input
	Seq   uint64        `json:"seq"`
	Turn  bool          `json:"turn,omitempty"` // the first that the loop took at this time
	Door  string        `json:"door,omitempty"` // none: the station itself
	Conn  uint64        `json:"conn,omitempty"` // of connections and requests: which one at the door, from 1
	First clock.Instant `json:"first,omitempty"`
	Last  clock.Instant `json:"last,omitempty"`
	Marks wire.Mark     `json:"marks,omitempty"`
	Why   string        `json:"why,omitempty"` // of a reply: there was none
	Payload
}

// Rest is what an input held back.
type Rest struct {
	Kind Kind   `json:"kind"`
	Seq  uint64 `json:"seq"`
	Payload
}

// Output is something that left by a door. Frames on a bus are records of the journal.
type Output struct {
	Kind Kind          `json:"kind"`
	At   clock.Instant `json:"at"`
	Door string        `json:"door"`
	Conn uint64        `json:"conn,omitempty"`
	Payload
}

// Check is a place at which the digests are known. The last one, of kind end, is where the station stood still.
type Check struct {
	Kind    Kind          `json:"kind"`
	At      clock.Instant `json:"at"`
	Turn    bool          `json:"turn,omitempty"`
	Digests []Digest      `json:"digests"`
	Failure string        `json:"failure,omitempty"` // why the run ended, if not by hand
}

// Digest of one line: everything it carried until then, with the instants.
type Digest struct {
	Line   string `json:"line"`
	Digest string `json:"digest"` // 16 hexadecimal digits
}

// Gap says that nothing was kept from an instant on.
type Gap struct {
	Kind Kind   `json:"kind"`
	Why  string `json:"why"`
}

// Sum writes a digest as it stands in a file.
func Sum(n uint64) string { return fmt.Sprintf("%016x", n) }

// Line encodes a record as one line with its end.
func Line(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("recording: " + err.Error()) // none of the types can fail
	}
	return b.Bytes()
}
