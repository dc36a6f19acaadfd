package io.heliosdb.server.admin;

/// Everybody's password is `right`; only `root` may copy the database.
final class FakeUsers implements DatabaseUsers {

    @Override
    public boolean accepts(String user, String password) {
        return !user.isEmpty() && password.equals("right");
    }

    @Override
    public boolean mayCopy(String user) {
        return user.equals("root");
    }
}
