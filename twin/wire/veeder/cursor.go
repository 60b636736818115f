package veeder

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// cursor reads the data of a reply in the computer's format. The first thing that is wrong stays; what is read after it is zero.
type cursor struct {
	codec *codec
	rest  string
	at    int // of rest, from the start of the reply
	wrong defect
}

func (r *cursor) more() bool { return r.rest != "" && r.wrong.reason == "" }

func (r *cursor) fail(reason string) {
	if r.wrong.reason == "" {
		r.wrong = defect{r.at, reason}
	}
	r.rest = ""
}

func (r *cursor) take(n int, what string) string {
	if len(r.rest) < n {
		r.fail(what + " is cut short")
		return ""
	}
	s := r.rest[:n]
	r.rest, r.at = r.rest[n:], r.at+n
	return s
}

// number reads n digits of a base; false where they are '?'.
func (r *cursor) number(n, base int, what string) (int, bool) {
	s := r.take(n, what)
	if s == "" || isUnknown(s) {
		return 0, false
	}
	v, err := strconv.ParseUint(s, base, 32)
	if err != nil {
		r.at -= n
		r.fail(what + " is no number")
		return 0, false
	}
	return int(v), true
}

func isUnknown(s string) bool { return s != "" && strings.Trim(s, "?") == "" }

// device reads two decimal digits.
func (r *cursor) device(what string) uint8 {
	n, _ := r.number(2, 10, what)
	return uint8(n)
}

// char reads a product code; '?' in the place of one is none.
func (r *cursor) char() byte {
	s := r.take(1, "product code")
	if s == "" {
		return 0
	}
	return s[0]
}

// float reads eight digits; false where there is no number.
func (r *cursor) float() (float32, bool) {
	s := r.take(8, "float")
	if s == "" || isUnknown(s) {
		return 0, false
	}
	var b [4]byte
	if _, err := hex.Decode(b[:], []byte(s)); err != nil {
		r.at -= 8
		r.fail("float is no hexadecimal number")
		return 0, false
	}
	bits := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	return math.Float32frombits(bits), true
}

// date reads YYMMDDHHmm; 0 where the digits are no date. Years from 70 on are of the last century (C).
func (r *cursor) date() clock.Instant {
	s := r.take(10, "date")
	if s == "" || isUnknown(s) {
		return 0
	}
	if !isDigits(s) {
		r.at -= 10
		r.fail("date is not ten digits")
		return 0
	}
	var n [5]int
	for i := range n {
		n[i] = int(s[2*i]-'0')*10 + int(s[2*i+1]-'0')
	}
	year := 2000 + n[0]
	if n[0] >= 70 {
		year = 1900 + n[0]
	}
	at, _ := r.codec.instant(year, time.Month(n[1]), n[2], n[3], n[4])
	return at
}

// floats reads floats into quantities one after another, and notes which are missing.
type floats struct {
	r       *cursor
	left    int
	next    int
	missing Fields
}

// counted begins a run of floats behind its count, two hexadecimal digits. Where the count is '?', so are the floats.
func (r *cursor) counted() *floats {
	n, ok := r.number(2, 16, "count")
	if !ok {
		for n = 0; len(r.rest) >= 8*(n+1) && isUnknown(r.rest[8*n:8*n+8]); {
			n++
		}
	}
	return &floats{r: r, left: n}
}

func (f *floats) read() (float32, bool) {
	if f.left == 0 {
		f.missing |= 1 << f.next
		f.next++
		return 0, false
	}
	x, ok := f.r.float()
	f.left--
	if !ok && f.next < 32 {
		f.missing |= 1 << f.next
	}
	f.next++
	return x, ok
}

func (f *floats) scaled(scale float64) int64 {
	x, ok := f.read()
	if !ok {
		return 0
	}
	n, ok := back(float64(x), scale)
	if !ok {
		f.missing |= 1 << (f.next - 1)
	}
	return n
}

func (f *floats) volume() unit.Volume { return unit.Volume(f.scaled(f.r.codec.volumeScale())) }
func (f *floats) level() unit.Level   { return unit.Level(f.scaled(f.r.codec.lengthScale())) }
func (f *floats) rate() Rate          { return Rate(f.scaled(f.r.codec.volumeScale())) }

func (f *floats) temperature() unit.Temperature {
	x, ok := f.read()
	if !ok {
		return 0
	}
	t, ok := f.r.codec.backTemperature(x)
	if !ok {
		f.missing |= 1 << (f.next - 1)
	}
	return t
}

// skip passes over floats that this package has no use for.
func (f *floats) skip() {
	for ; f.left > 0 && f.r.wrong.reason == ""; f.left-- {
		f.r.float()
	}
}
