package line

import (
	"fmt"
	"slices"
)

// FaultInfo describes a fault: what happens, and what must be true afterwards of a station that is sound.
type FaultInfo struct {
	Name     Fault
	What     string
	Recovery string
	OfLine   bool     // it happens to the line for a span, not to a frame
	Keys     []string // what it can be told beside its place: byte, bit, delay, bytes, every
	Needs    []string // keys without which it makes no sense

	bytes []byte // that it takes where none are given
}

const again = "the exchange is repeated in the next turn; "

var catalogue = []FaultInfo{
	{
		Name: Flip, Keys: []string{"byte", "bit"},
		What:     "one bit of one byte is inverted; a line with parity marks it, unless a second one in the same byte hides it",
		Recovery: again + "a frame that does not check is nobody's, so nothing it says is obeyed or booked",
	},
	{
		Name: Drop, What: "the frame reaches nobody",
		Recovery: again + "where only the acknowledgement was lost, the repeat is known by its number and counts once",
	},
	{
		Name: DropByte, Keys: []string{"byte"}, What: "one byte of the frame is missing; the others keep their instants",
		Recovery: again + "the check sum or the length gives it away, whatever the parity says",
	},
	{
		Name: ExtraByte, Keys: []string{"byte", "bytes"}, bytes: []byte{0xFF},
		What:     "bytes, FF where none are given, stand before a byte of the frame, as when a driver switches on",
		Recovery: again + "the receiver finds the next frame without help",
	},
	{
		Name: Truncate, Keys: []string{"byte"}, Needs: []string{"byte"}, What: "the frame breaks off before a byte",
		Recovery: again + "the half frame is dropped after a gap and is not taken for the head of the next one",
	},
	{
		Name: Duplicate, What: "the frame is heard twice, the second time with the same instants",
		Recovery: "the second one is known by its number: a command is obeyed once, a sale is booked once",
	},
	{
		Name: Delay, Keys: []string{"delay"}, Needs: []string{"delay"},
		What:     "the frame is late; it holds up nobody, and collides with whatever is said then",
		Recovery: again + "an answer that comes when something else was asked is not taken for the answer to that",
	},
	{
		Name: Stale, Needs: []string{"from"},
		What:     "the end's frame before this one is heard in its place, also a second time; it must have said one since the fault was planned",
		Recovery: "an old report is known by its number and told once; what was not heard is said again",
	},
	{
		Name: Echo, What: "the speaker hears its own frame, too",
		Recovery: again + "nobody takes its own bytes for an answer; where commands and reports look alike, as in DART, a pump " +
			"must not hear its own blocks at all",
	},
	{
		Name: Babble, OfLine: true, Keys: []string{"bytes", "every"}, Needs: []string{"for"},
		bytes:    []byte{0x55, 0xAA, 0x55, 0xAA, 0x55, 0xAA, 0x55, 0xAA},
		What:     "an end, or a stranger, talks out of turn and garbles what others say meanwhile",
		Recovery: "when it ends, the points are found again without help; what was delivered meanwhile is in the sale, once",
	},
	{
		Name: Break, OfLine: true, Needs: []string{"for"},
		What:     "the line is held low: every end sees one break, and nothing else until it is let go",
		Recovery: "a break is not a byte; when it ends, the exchange is repeated and no point needs help",
	},
	{
		Name: Cut, OfLine: true, Needs: []string{"for"}, What: "the line carries nothing; it ends as if it had been plugged in again",
		Recovery: "after the protocol's time the points are told lost, then found; the sale is told once, with all that was delivered",
	},
	{
		Name: SecondMaster, OfLine: true, Keys: []string{"bytes", "every"}, Needs: []string{"for", "bytes"},
		What:     "another controller says bytes for a while, every 100 ms unless told, and the points answer it",
		Recovery: "answers that were not asked for are not booked; the sale is exact, and told to the controller that released it",
	},
}

// Faults lists what can happen to a bus.
func Faults() []FaultInfo { return slices.Clone(catalogue) }

// FaultNames lists the names of the faults.
func FaultNames() []string {
	names := make([]string, len(catalogue))
	for i := range catalogue {
		names[i] = string(catalogue[i].Name)
	}
	return names
}

// Info describes a fault; it has no name where there is no such fault.
func Info(f Fault) FaultInfo {
	for i := range catalogue {
		if catalogue[i].Name == f {
			return catalogue[i]
		}
	}
	return FaultInfo{}
}

// check says what a fault lacks.
func (p *Planned) check() error {
	info := Info(p.Fault)
	if info.Name == "" {
		return fmt.Errorf("there is no fault '%s'", p.Fault)
	}
	if p.Byte < 0 || p.Bit < 0 || p.Bit > 7 || p.After < 0 || p.For < 0 || p.Delay < 0 || p.Every < 0 {
		return fmt.Errorf("%s: a number or a span is out of range", p.Fault)
	}
	given := map[string]bool{"byte": p.Byte > 0, "delay": p.Delay > 0, "for": p.For > 0, "bytes": len(p.Bytes) > 0, "from": p.From != ""}
	for _, key := range info.Needs {
		if !given[key] {
			return fmt.Errorf("%s: its '%s' is missing", p.Fault, key)
		}
	}
	return nil
}
