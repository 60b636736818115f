package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

// trace prints the frames of the buses in words. A frame that an end has just said on the same bus is not printed again
// but counted, so that quiet polls do not hide the rest.
type trace struct {
	w    io.Writer
	last map[string]*saidAgain // by bus and end
}

type saidAgain struct {
	words string
	times int
}

func newTrace(w io.Writer) *trace { return &trace{w: w, last: map[string]*saidAgain{}} }

func (t *trace) frame(bus int, from string, c wire.Chunk, words string) {
	key := fmt.Sprintf("bus %d %s", bus, from)
	if from == "controller" && len(c.Bytes) > 0 {
		key += fmt.Sprintf(" %02x", c.Bytes[0]) // the one it speaks to
	}
	r := t.last[key]
	if r == nil {
		r = &saidAgain{}
		t.last[key] = r
	}
	if r.words == words {
		r.times++
		return
	}
	again := ""
	if r.times > 0 {
		again = fmt.Sprintf("   (the one before %d times more)", r.times)
	}
	r.words, r.times = words, 0
	at := c.First.Time().Format("15:04:05.000")
	took := c.Last.Sub(c.First).Round(100 * time.Microsecond)
	_, _ = fmt.Fprintf(t.w, "%s  bus %d  %-17s %s  [%v]%s\n", at, bus, from, words, took, again)
}
