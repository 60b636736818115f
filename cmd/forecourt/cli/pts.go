package cli

import (
	"net/url"
	"slices"

	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
)

// setUpload takes the address of --pts-upload in place of the plan's. The controller has its jsonPTS interface where the
// POS is outside; what a plan says of it otherwise is noticed.
func (v *twinVerb) setUpload(p *program, plan *site.Plan, outside []forecourt.Role) error {
	spoken := slices.Contains(outside, station.POSRole) && !slices.Contains(outside, station.ControllerRole)
	switch {
	case v.PTSUpload == "":
	case !spoken:
		return misused("--pts-upload is the controller's, which has that interface for somebody else's POS: add --outside pos")
	default:
		if _, err := site.ParseUpload(v.PTSUpload); err != nil {
			return misused("--pts-upload: %v", err)
		}
		plan.PTS.Upload = v.PTSUpload
	}
	if !spoken && (plan.PTS.Scheme != "none" || plan.PTS.Upload != "") {
		p.notice("the plan's pts: counts only where the POS is somebody else's: --outside pos")
	}
	return nil
}

// outbound lists the hosts in the world that the station may reach.
func (lv *living) outbound() []string {
	hosts := append(hostsOf(lv.verb.Gateway, lv.verb.OMS), lv.verb.Callback...)
	if u := lv.station.Upload(); u != nil {
		hosts = append(hosts, u.Host)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// ptsSays is what is spoken at the jsonPTS port, for people.
func (lv *living) ptsSays() string {
	if s := lv.plan.PTS.Scheme; s != "none" {
		return "jsonPTS, log on: " + s
	}
	return "jsonPTS"
}

// uploadRow says where the controller uploads to, without a password.
func uploadRow(u *url.URL) []string {
	shown := *u
	shown.User = nil
	return []string{"  controller", "uploads sales to", shown.String()}
}

// watchUploads says on standard error when the server does not take the uploads, and when it does again.
func (lv *living) watchUploads() {
	failing := false
	lv.station.Loop().Watch(func(t forecourt.Told) {
		switch e := t.Event.(type) {
		case ptsupload.UploadFailed:
			failing = true
			lv.program.notice("%s %d is not uploaded yet: %s", e.Type, e.ID, e.Why)
		case ptsupload.UploadConfirmed:
			if failing {
				lv.program.notice("%s %d is uploaded, at try %d", e.Type, e.ID, e.Tries)
			}
			failing = false
		case ptsupload.UploadAbandoned:
			lv.program.notice("%s %d is given up: too many uploads wait", e.Type, e.ID)
		}
	})
}
