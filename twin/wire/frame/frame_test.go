package frame

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBCD(t *testing.T) {
	for _, c := range []struct {
		v    int64
		size int
		want string
		ok   bool
	}{
		{0, 3, "000000", true}, {2180, 3, "002180", true}, {999_999, 3, "999999", true}, {1_000_000, 3, "", false},
		{-1, 3, "", false}, {7, 0, "", false}, {0, 0, "", true}, {1, MaxBCD + 1, "", false},
		{999_999_999_999_999_999, MaxBCD, "999999999999999999", true},
	} {
		b, ok := AppendBCD(nil, c.v, c.size)
		if ok != c.ok || hex.EncodeToString(b) != c.want {
			t.Errorf("%d in %d bytes: %X, %t", c.v, c.size, b, ok)
		}
	}
	for _, bad := range []string{"0A", "A0", "123F", "00000000000000000000"} {
		b, _ := hex.DecodeString(bad)
		if v, ok := BCD(b); ok {
			t.Errorf("%s was read as %d", bad, v)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(0, 99_999_999).Draw(t, "v")
		b, _ := AppendBCD(nil, v, 4)
		if got, ok := BCD(b); !ok || got != v {
			t.Fatalf("%d came back as %d", v, got)
		}
	})
}

func TestChecks(t *testing.T) {
	if got := CRC16([]byte("123456789")); got != 0xBB3D { // the catalogue's check value of CRC-16/ARC
		t.Errorf("CRC16 is %04X", got)
	}
	if got := LRC([]byte{1, 2, 4}); got != 7 {
		t.Errorf("LRC is %X", got)
	}
	// A real two-wire frame: the low nibble of its LRC word is C.
	b, _ := hex.DecodeString("FFF1F8EBE1E0E0E2F6E2F4F7E0E7E0E1F9E0E6E3E3E2E0FAE0E0E0E5E2E0FB")
	if got := NibbleLRC(b); got != 0xC {
		t.Errorf("NibbleLRC is %X", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		cut := rapid.IntRange(0, len(b)).Draw(t, "cut")
		crc := CRC16(b)
		if slow := slowCRC(b); crc != slow || AddCRC16(CRC16(b[:cut]), b[cut:]) != slow {
			t.Fatalf("%04X, bit by bit %04X", crc, slow)
		}
		if CRC16(append(b, byte(crc), byte(crc>>8))) != 0 {
			t.Fatal("a message with its check sum does not give 0")
		}
	})
}

func slowCRC(b []byte) (crc uint16) {
	for _, x := range b {
		crc ^= uint16(x)
		for range 8 {
			low := crc & 1
			crc >>= 1
			if low != 0 {
				crc ^= crcPolynomial
			}
		}
	}
	return crc
}

func TestStuffing(t *testing.T) {
	b := []byte{StopFlag, DLE, 1, DLE, StopFlag, StopFlag}
	want := []byte{DLE, StopFlag, DLE, 1, DLE, DLE, StopFlag, DLE, StopFlag}
	if got := AppendStuffed(nil, b); !bytes.Equal(got, want) || StuffedLen(b) != len(want) {
		t.Errorf("stuffed % X", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.SampledFrom([]byte{0, DLE, StopFlag, 3})).Draw(t, "b")
		if got := AppendUnstuffed(nil, AppendStuffed(nil, b)); !bytes.Equal(got, b) {
			t.Fatalf("% X came back as % X", b, got)
		}
	})
}

func TestTranscript(t *testing.T) {
	const text = "# head\n\n> 0s 50 20 FA # a poll\n< 5.5ms 5070FA\n"
	entries, err := ParseTranscript("x.wire", strings.NewReader(text))
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	if got := entries[0].String() + "|" + entries[1].String(); got != "> 0s       50 20 FA  # a poll|< 5.5ms    50 70 FA" {
		t.Error(got)
	}
	for line, want := range map[string]string{
		"= 0s 50":          "neither > nor <",
		"> soon 50":        "is no instant",
		"> 0s 5G":          "bytes '5G'",
		"> 0s":             "expected a direction",
		"> 2s 50\n> 1s 50": "x.wire:2: instant 1s is before",
	} {
		if _, err := ParseTranscript("x.wire", strings.NewReader(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func BenchmarkCRC16(b *testing.B) {
	for name, n := range map[string]int{"32 bytes": 32, "256 bytes": 256} {
		b.Run(name, func(b *testing.B) {
			data := make([]byte, n)
			b.SetBytes(int64(n))
			for b.Loop() {
				CRC16(data)
			}
		})
	}
}
