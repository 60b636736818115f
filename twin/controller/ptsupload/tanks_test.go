package ptsupload_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

func TestTanksAndStatusAreUploadedWhereAskedFor(t *testing.T) {
	reading := pts.Reading{
		Tank: 2, FuelGrade: 4000, Name: "Super", Capacity: 30_000 * unit.Litre, Alarms: []string{"LowProduct"},
		Probe: pts.Probe{Height: 1_234_567, Water: 3_200, Temperature: -1_500, Volume: 21_000_040 * unit.Millilitre, TCVolume: 20_900 * unit.Litre,
			WaterVolume: 900 * unit.Litre, Ullage: 8_100 * unit.Litre},
	}
	r := newRig(t, func(c *ptsupload.Config) {
		c.Measurements, c.Status = time.Minute, 30*time.Second
		c.Tanks = func() []pts.Reading { return []pts.Reading{reading} }
	})
	r.Sell(1)
	r.Controller.Point(2, forecourt.Fuelling, 1)
	r.Run(62 * time.Second)
	count := map[string]int{}
	var status pts.State
	for _, b := range r.bodies {
		body, _ := pts.Decode([]byte(b))
		p := body.Packets[0]
		count[p.Type]++
		switch p.Type {
		case pts.UploadTankMeasurement:
			const want = `{"DateTime":"2026-01-05T00:01:00","Tank":2,"FuelGradeId":4000,"FuelGradeName":"Super","Status":"OK","Alarms":["LowProduct"],` +
				`"ProductHeight":1234.567,"WaterHeight":3.2,"Temperature":-1.5,"ProductVolume":21000.0,"WaterVolume":900.0,"ProductUllage":8100.0,` +
				`"ProductTCVolume":20900.0,"TankFillingPercentage":73}`
			if string(p.Data) != want {
				t.Errorf("%s\nwant %s", p.Data, want)
			}
		case pts.UploadStatus:
			if err := json.Unmarshal(p.Data, &status); err != nil {
				t.Fatal(err)
			}
		}
	}
	if count[pts.UploadTankMeasurement] != 1 || count[pts.UploadStatus] != 2 || count[pts.UploadPumpTransaction] != 1 {
		t.Errorf("%v", count)
	}
	p := status.Pumps
	if len(p.Ended.IDs) != 1 || p.Ended.IDs[0] != 1 || p.Ended.Volumes[0] != "32.50" || len(p.Filling.IDs) != 1 || p.Filling.IDs[0] != 2 ||
		len(p.Users) != 2 || status.FuelGrades[1].Price != "1.899" || status.StartupSeconds != 60 {
		t.Errorf("%+v", status)
	}
	last := r.bodies[len(r.bodies)-1]
	_ = r.Loop.DownHTTP(host, true)
	r.Run(10 * time.Minute)
	if r.Count("upload-failed") < 1 || r.bodies[len(r.bodies)-1] != last {
		t.Error("the server was not down")
	}
	before := len(r.bodies)
	_ = r.Loop.DownHTTP(host, false)
	r.Run(2 * time.Minute)
	measured, states := 0, 0
	for _, b := range r.bodies[before:] {
		measured += strings.Count(b, pts.UploadTankMeasurement)
		states += strings.Count(b, pts.UploadStatus)
	}
	if measured < 10 || states > 5 {
		t.Errorf("after ten minutes without a server came %d measurements and %d states", measured, states)
	}
}
