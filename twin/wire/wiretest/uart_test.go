package wiretest

import (
	"testing"

	"github.com/forecourt/forecourt/twin/wire"
)

// TestFlip: with a parity bit no single turned bit goes unmarked; without one, those of the data do.
func TestFlip(t *testing.T) {
	for _, parity := range []wire.Parity{wire.OddParity, wire.EvenParity, wire.NoParity} {
		s := wire.Settings{Baud: 9600, DataBits: 8, Parity: parity, StopBits: 1}
		for b := range 256 {
			for bit := range s.BitsPerByte() {
				got, mark := flip(s, byte(b), bit)
				isData := bit >= 1 && bit <= 8
				if isData != (got != byte(b)) || (mark == 0) != (isData && parity == wire.NoParity) {
					t.Fatalf("%s: %02X, bit %d: %02X marks %d", s, b, bit, got, mark)
				}
			}
		}
	}
}
