package iso8583

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	moov "github.com/moov-io/iso8583"

	"github.com/forecourt/forecourt/twin/wire"
)

type sample struct {
	profile *Profile
	mti     string
	bytes   []byte
}

// samples reads the fact sheet's messages.
func samples(t testing.TB) map[string]sample {
	t.Helper()
	file, err := os.ReadFile("testdata/samples.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, now, size := map[string]sample{}, sample{}, 0
	for _, line := range strings.Split(string(file), "\n") {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#") || len(words) == 0:
		case len(words) == 3:
			now = sample{profile: map[string]*Profile{"us87": US87, "ifsf93": IFSF93}[words[0]], mti: words[1]}
			_, _ = fmt.Sscan(words[2], &size)
		default:
			b, err := hex.DecodeString(line)
			if err != nil {
				t.Fatal(err)
			}
			if now.bytes = append(now.bytes, b...); len(now.bytes) == size {
				all[now.mti] = now
			}
		}
	}
	if len(all) != 7 {
		t.Fatalf("%d samples of 7 are whole", len(all))
	}
	return all
}

// sampleFields are what the samples hold, as text; chip data in hex.
var sampleFields = map[string]map[int]string{
	"0100": {
		2: "4761739001010119", 3: "000000", 4: "000000017500", 7: "1124120000", 11: "000042", 12: "070000", 13: "1124", 14: "2912",
		18: "5542", 22: "051", 23: "001", 25: "02", 32: "400001", 37: "632812000042", 41: "PUMP0003", 42: "SITE00000000001", 49: "840",
	},
	"0110": {
		2: "4761739001010119", 3: "000000", 4: "000000005000", 7: "1124120000", 11: "000042", 37: "632812000042", 38: "A1B2C3",
		39: "10", 41: "PUMP0003", 42: "SITE00000000001", 49: "840",
	},
	"0120": {
		2: "4761739001010119", 3: "000000", 4: "000000004211", 7: "1124120730", 11: "000043", 12: "070730", 13: "1124", 14: "2912",
		18: "5542", 22: "051", 25: "02", 32: "400001", 37: "632812000042", 38: "A1B2C3", 41: "PUMP0003", 42: "SITE00000000001",
		49: "840", 63: "S01001U000011003000003827000000004211T", 90: "010000004211241200000000040000100000000000",
	},
	"0420": {
		2: "4761739001010119", 3: "000000", 4: "000000017500", 7: "1124120800", 11: "000044", 18: "5542", 37: "632812000042",
		41: "PUMP0003", 42: "SITE00000000001", 49: "840", 90: "010000004211241200000000040000100000000000",
	},
	"0800": {7: "1124120000", 11: "000001", 70: "301"},
	"1100": {
		3: "000000", 4: "000000015000", 7: "1124120000", 11: "000042", 12: "261124130000", 22: "510101511340", 24: "101", 25: "1776",
		26: "5542", 32: "6528000", 35: "4761739001010119=29122010000000000000", 37: "632812000042", 41: "OPT00003",
		42: "SITE00000000001", 49: "978",
		55: "820238008407A0000000031010950500000080009A032611249C01005F2A0209785F3401019F02060000000150009F100706011203A0A8009F1A0202769F2608DD6F81185303FE1B9F2701809F360200019F37041A2B3C4D",
	},
	"1220": {
		3: "000000", 4: "000000006433", 7: "1124120730", 11: "000043", 12: "261124130730", 22: "510101511340", 24: "202", 26: "5542",
		30: "000000015000000000000000", 37: "632812000042", 38: "A1B2C3", 39: "000", 41: "OPT00003", 42: "SITE00000000001", 49: "978",
		56: "1100000042261124130000", 63: "S01001L000041529000001549000000006433T",
	},
}

func TestSamplesUnpackAndRepack(t *testing.T) {
	for name, s := range samples(t) {
		m, err := s.profile.Unpack(s.bytes)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := map[int]string{}
		for id := range m.GetFields() {
			if id > 1 {
				got[id], _ = m.GetString(id)
			}
		}
		if d := cmp.Diff(sampleFields[name], got); d != "" {
			t.Errorf("%s: fields\n%s", name, d)
		}
		fresh := moov.NewMessage(s.profile.Spec())
		fresh.MTI(name)
		for id, v := range sampleFields[name] {
			b := []byte(v)
			if id == chipData {
				b, _ = hex.DecodeString(v)
			}
			if err := fresh.BinaryField(id, b); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for what, m := range map[string]*moov.Message{"unpacked": m, "fresh": fresh} {
			if b, err := m.Pack(); err != nil || !bytes.Equal(b, s.bytes) {
				t.Errorf("%s %s repacks as\n% X, %v", what, name, b, err)
			}
		}
	}
}

func TestTypedSamplesRepack(t *testing.T) {
	for name, s := range samples(t) {
		m, err := s.profile.Decode(s.bytes)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.profile.Check(m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if b, err := s.profile.Encode(m); err != nil || !bytes.Equal(b, s.bytes) {
			t.Errorf("%s repacks as\n% X, %v", name, b, err)
		}
	}
}

func TestSamplesDescribed(t *testing.T) {
	for name, s := range samples(t) {
		text, err := s.profile.Describe(wire.FromController, s.bytes, wire.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(text, "4761739001010119") || strings.Contains(text, "2912201") {
			t.Errorf("%s shows a card: %s", name, text)
		}
		framed, _ := AppendFrame(nil, nil, s.bytes)
		if again, err := s.profile.Describe(wire.FromController, framed, wire.Options{}); err != nil || again != text {
			t.Errorf("%s framed: %q, %v", name, again, err)
		}
	}
	text, _ := US87.Describe(wire.FromDispenser, samples(t)["0110"].bytes, wire.Options{})
	for _, want := range []string{"0110 authorisation answer", "476173******0119", "50.00 USD", "10 (approved for partial amount)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	text, _ = IFSF93.Describe(wire.FromController, samples(t)["1100"].bytes, wire.Options{})
	for _, want := range []string{"476173******0119=***", "9F26 cryptogram DD6F81185303FE1B", "150.00 EUR"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
