package dev.kedge.bandwidth.cgroup;

import java.util.Map;
import java.util.TreeMap;

/** One directory: a group of the simulation, and what the files keep beside it. */
final class GroupDirectory {
  final String path;
  final int group;
  final Map<String, GroupDirectory> children = new TreeMap<>();
  final Pressure some;
  final Pressure full;
  boolean idle;

  GroupDirectory(String path, int group, Pressure some, Pressure full) {
    this.path = path;
    this.group = group;
    this.some = some;
    this.full = full;
  }

  boolean isRoot() {
    return path.equals("/");
  }

  /** Path of something in this directory. */
  String child(String name) {
    return isRoot() ? "/" + name : path + "/" + name;
  }
}
