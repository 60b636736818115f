package cli

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// seed is a run's seed as it is given: decimal, or hexadecimal after 0x.
type seed struct {
	value uint64
	given bool
}

// UnmarshalText reads it.
func (s *seed) UnmarshalText(b []byte) error {
	text, base := string(b), 10
	if rest, hex := strings.CutPrefix(strings.ToLower(text), "0x"); hex {
		text, base = rest, 16
	}
	n, err := strconv.ParseUint(text, base, 64)
	if err != nil {
		return fmt.Errorf("'%s' is no seed: write a decimal number, or 0x and hexadecimal digits", b)
	}
	*s = seed{n, true}
	return nil
}

// orDrawn returns the seed, or draws a short one that is easily typed again.
func (s seed) orDrawn() uint64 {
	if s.given {
		return s.value
	}
	var b [8]byte
	_, _ = rand.Read(b[:4]) // it never fails
	return binary.LittleEndian.Uint64(b[:])
}

func seedText(n uint64) string { return fmt.Sprintf("0x%x", n) }
