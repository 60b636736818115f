package tap

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/pcapgo"

	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// captured runs the transcript into a capture and returns its path.
func captured(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sale.pcapng")
	c := Config{Path: saleCap, Protocol: "dart", Options: copper, PcapNG: path}
	if err := Run(context.Background(), c, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheCaptureReadBack(t *testing.T) {
	entries, err := frame.LoadTranscript(saleCap)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(captured(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := pcapgo.NewNgReader(file, pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	if r.LinkType() != 250 {
		t.Errorf("link type %d", r.LinkType())
	}
	if i, err := r.Interface(0); err != nil || i.Name != saleCap || i.TimestampResolution != 9 {
		t.Errorf("interface %+v, %v", i, err)
	}
	var first time.Time
	for i, e := range entries {
		data, info, err := r.ReadPacketData()
		if err != nil {
			t.Fatal(i, err)
		}
		if i == 0 {
			first = info.Timestamp
		}
		if !bytes.Equal(data[captureHeader:], e.Bytes) || info.Timestamp.Sub(first) != e.At {
			t.Errorf("packet %d: % X at %s", i, data, info.Timestamp)
		}
		if isMaster := data[8] == fromController; isMaster != e.FromController {
			t.Errorf("packet %d: event %d", i, data[8])
		}
	}
}

func TestEventsOfTheCapture(t *testing.T) {
	for want, f := range map[byte]Frame{
		fromController: {From: wire.Controller},
		fromDispenser:  {From: wire.Dispenser, Side: wire.FromDispenser},
		parityError:    {Marks: wire.ParityError | wire.FramingError},
		framingError:   {Marks: wire.FramingError},
		serialBreak:    {Marks: wire.Break | wire.ParityError},
	} {
		if got := event(&f); got != want {
			t.Errorf("%+v: event %d, want %d", f, got, want)
		}
	}
	if got := event(&Frame{}); got != fromDispenser {
		t.Errorf("nothing known: event %d", got)
	}
}

// tshark runs the independent reader.
func tshark(t *testing.T, path string, args ...string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("FORECOURT_REQUIRE") == "all" {
			t.Fatal("tshark is required: apt-get install tshark")
		}
		t.Skip("tshark is not installed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append([]string{"-r", path}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir()) // no preferences of ours
	out, err := cmd.Output()
	return string(out), err
}

func TestTsharkReadsTheCapture(t *testing.T) {
	path := captured(t)
	out, err := tshark(t, path, "-T", "fields", "-e", "rtacser.eventtype", "-e", "data.data", "-e", "frame.comment",
		"-e", "frame.interface_name", "-e", "rtacser.timestamp")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := frame.LoadTranscript(saleCap)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(out), "\n")
	if len(rows) != len(entries) {
		t.Fatalf("%d rows for %d frames:\n%s", len(rows), len(entries), out)
	}
	for i, e := range entries {
		cells := strings.Split(rows[i], "\t")
		want := "0x02"
		if e.FromController {
			want = "0x01"
		}
		if cells[0] != want || cells[1] != hex.EncodeToString(e.Bytes) || !strings.HasPrefix(cells[2], "50h ") || cells[3] != saleCap {
			t.Errorf("row %d: %q", i, cells)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.pcapng")
	if err := os.WriteFile(cut, whole[:len(whole)-10], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := tshark(t, cut); err == nil {
		t.Error("tshark takes a capture that is cut off: the check proves nothing")
	}
}
