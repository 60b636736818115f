package dart

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

func TestStatusIsAskedForAsOftenAsTheOptionsSay(t *testing.T) {
	for _, every := range []time.Duration{500 * time.Millisecond, 5 * time.Second} {
		o := at(euros, 0x50)
		o.StatusAfter = every
		m := open(t, wire.Controller, o)
		m.after(5*time.Millisecond, 0x50, ctrlEOT, sf)
		m.wakes() // the first status
		m.after(5*time.Millisecond, 0x50, ctrlACK, sf)
		m.Reset()
		asked := m.now
		for said := m.wakes(); said[1] == ctrlPoll; said = m.wakes() {
			m.after(time.Millisecond, 0x50, ctrlEOT, sf)
		}
		if wait := m.now.Sub(asked); wait < every-pollCycle || wait > every+pollCycle {
			t.Errorf("asked after %s, expected %s", wait, every)
		}
	}
}
