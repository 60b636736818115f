package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/wire"
)

// startRecord opens the file of --record and writes what builds the station.
func (lv *living) startRecord(start clock.Instant) error {
	v, p := lv.verb, lv.program
	if v.Record == "" {
		return nil
	}
	h := recording.Header{
		Build: build(), Seed: seedText(lv.seed), Start: start, PlanFile: filepath.Base(lv.file), Plan: string(lv.source),
		Outside: append([]string{}, v.Outside...), Customers: v.Customers, Serial: []int{}, Gauge: v.Gauge, GaugePort: v.GaugePort, PTSUpload: v.PTSUpload, Network: v.Network,
		Gateway: v.Gateway, Host: v.Host, OMS: v.OMS, Manner: v.Manner, Callback: v.Callback,
	}
	for _, arg := range v.Bus {
		number, _, _ := strings.Cut(arg, "=")
		n, _ := strconv.Atoi(number) // what is no number is refused when the port is opened
		h.Serial = append(h.Serial, n)
	}
	// For the user's eyes only: a plan may hold the passwords of the station's interfaces.
	file, err := os.OpenFile(v.Record, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return misused("--record %s: the file is there already, and a recording is never written over", v.Record)
	}
	if err != nil {
		return misused("--record: %v", err)
	}
	lv.record = live.NewRecorder(file, h, func(err error) {
		p.notice("the recording %s is not complete, and is not continued: %v", v.Record, err)
	})
	return nil
}

// dropRecord takes the file away again when the station could not be started.
func (lv *living) dropRecord() {
	if lv != nil && lv.record != nil {
		_ = lv.record.Close()
		_ = os.Remove(lv.verb.Record)
	}
}

// endRecord writes what is left and says how to play it.
func (lv *living) endRecord() {
	if lv.record == nil {
		return
	}
	if err := lv.record.Close(); err == nil && !lv.verb.JSON {
		lv.program.notice("recorded; to play it: forecourt twin --replay %s", lv.verb.Record)
	}
}

// secretsOf returns what finds a dialect's secrets.
func secretsOf(dialect string) func([]byte) []wire.Span {
	if d, ok := wire.Lookup(dialect); ok {
		return d.Secrets
	}
	return nil
}
