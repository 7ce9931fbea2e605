package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// Lines `name: value`.
func readSettings(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	settings := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, found := strings.Cut(line, ":"); found {
			settings[name] = strings.TrimSpace(value)
		}
	}
	return settings, nil
}

type member struct {
	Name   string
	Tags   map[string]string
	Status int
}

// What the rest of a cluster would bring about, as a test has written it into cluster.json beside the settings.
type cluster struct {
	// The name of its leader; none where it has none.
	Leader  string
	Members []member
	// What runs, and which jobs there are.
	Busy, Jobs []interface{}
}

// Read anew each time: alone, at rest and its own leader, where nothing else is written.
func readCluster(folder, name string) cluster {
	self := member{name, map[string]string{"server": "true"}, 1}
	seen := cluster{name, []member{self}, []interface{}{}, []interface{}{}}
	if text, err := os.ReadFile(filepath.Join(folder, "cluster.json")); err == nil {
		if err := json.Unmarshal(text, &seen); err != nil {
			fatal(err)
		}
	}
	return seen
}
